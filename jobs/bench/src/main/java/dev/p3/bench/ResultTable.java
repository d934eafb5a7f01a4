package dev.p3.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Prints JMH's results as Markdown tables, one for each benchmark method, each line beside the
 * baseline with the same other parameters. Medians and ranges of all iterations, since one late
 * compilation of the JIT compiler spoils a mean: {@code jobs/bench/run dev.p3.bench.ResultTable
 * results.json contender=P3}.
 */
public final class ResultTable {
  /** What is counted beside the time, by JMH's name. */
  private static final Map<String, String> COUNTED =
      Map.of(
          "gc.alloc.rate.norm",
          "bytes allocated",
          "shuffledBytes",
          "bytes shuffled",
          "taskCpuMillis",
          "CPU ms of tasks");

  private final String parameter;
  private final String baseline;

  private ResultTable(String parameter, String baseline) {
    this.parameter = parameter;
    this.baseline = baseline;
  }

  /**
   * Prints the tables.
   *
   * @param arguments the file that JMH wrote with {@code -rf json}, and PARAMETER=VALUE of the
   *     baseline; or PARAMETER, whose first value in each table is the baseline then
   */
  public static void main(String[] arguments) throws IOException {
    String[] compared = arguments[1].split("=", 2);
    var table = new ResultTable(compared[0], compared.length > 1 ? compared[1] : null);
    Map<String, List<JsonNode>> byMethod = new LinkedHashMap<>();
    for (JsonNode result : new ObjectMapper().readTree(new File(arguments[0]))) {
      if (result.path("params").has(table.parameter)) {
        String method = result.get("benchmark").asText().replaceFirst("^.*\\.(\\w+\\.\\w+)$", "$1");
        byMethod.computeIfAbsent(method, any -> new ArrayList<>()).add(result);
      }
    }
    byMethod.forEach(table::print);
  }

  private void print(String method, List<JsonNode> results) {
    List<String> others = new ArrayList<>();
    results.get(0).get("params").fieldNames().forEachRemaining(others::add);
    others.remove(parameter);
    String base = baseline == null ? results.get(0).at("/params/" + parameter).asText() : baseline;
    List<String> counted =
        COUNTED.keySet().stream()
            .filter(results.get(0).get("secondaryMetrics")::has)
            .sorted()
            .toList();
    System.out.printf(
        Locale.ROOT,
        "%n**%s** (%s)%n%n| %s %s | median | least–most | %s%s is faster by |%n|%s---|---:|---:|%s---:|%n",
        method,
        results.get(0).at("/primaryMetric/scoreUnit").asText(),
        others.isEmpty() ? "" : String.join(" | ", others) + " |",
        parameter,
        counted.stream().map(metric -> COUNTED.get(metric) + " | ").collect(Collectors.joining()),
        base,
        "---|".repeat(others.size()),
        "---:|".repeat(counted.size()));
    for (JsonNode result : results) {
      double[] times = sorted(result.get("primaryMetric"));
      StringBuilder line = new StringBuilder("| ");
      others.forEach(other -> line.append(result.at("/params/" + other).asText()).append(" | "));
      System.out.printf(
          Locale.ROOT,
          "%s%s | %.0f | %.0f–%.0f | %s%.2f× |%n",
          line,
          result.at("/params/" + parameter).asText(),
          median(times),
          times[0],
          times[times.length - 1],
          counted.stream()
              .map(
                  metric ->
                      String.format(
                          Locale.ROOT, "%.0f | ", median(sorted(secondary(result, metric)))))
              .collect(Collectors.joining()),
          median(times) / baselineOf(base, result, results, others));
    }
  }

  private double baselineOf(
      String base, JsonNode result, List<JsonNode> results, List<String> others) {
    return results.stream()
        .filter(each -> each.at("/params/" + parameter).asText().equals(base))
        .filter(
            each ->
                others.stream()
                    .allMatch(
                        other -> each.at("/params/" + other).equals(result.at("/params/" + other))))
        .findFirst()
        .map(each -> median(sorted(each.get("primaryMetric"))))
        .orElse(Double.NaN);
  }

  private static JsonNode secondary(JsonNode result, String metric) {
    return result.get("secondaryMetrics").get(metric);
  }

  /** The values of every iteration of every fork, in order. */
  private static double[] sorted(JsonNode metric) {
    return StreamSupport.stream(metric.get("rawData").spliterator(), false)
        .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false))
        .mapToDouble(JsonNode::asDouble)
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
