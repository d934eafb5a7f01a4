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

/**
 * Prints JMH's results as Markdown tables, one for each benchmark method, each line beside the
 * baseline with the same other parameters: {@code jobs/bench/run dev.p3.bench.ResultTable
 * results.json contender=P3}.
 */
public final class ResultTable {
  private final String parameter;
  private final String baseline;

  private ResultTable(String parameter, String baseline) {
    this.parameter = parameter;
    this.baseline = baseline;
  }

  /**
   * @param arguments the file that JMH wrote with {@code -rf json}, and PARAMETER=VALUE of the
   *     baseline
   */
  public static void main(String[] arguments) throws IOException {
    String[] compared = arguments[1].split("=", 2);
    var table = new ResultTable(compared[0], compared[1]);
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
    System.out.printf(
        "%n**%s** (%s)%n%n| %s %s | time | allocated, bytes | %s is faster by |%n|%s---|---:|---:|---:|%n",
        method,
        results.get(0).at("/primaryMetric/scoreUnit").asText(),
        others.isEmpty() ? "" : String.join(" | ", others) + " |",
        parameter,
        baseline,
        "---|".repeat(others.size()));
    for (JsonNode result : results) {
      JsonNode time = result.get("primaryMetric");
      double score = time.get("score").asDouble();
      double error = time.get("scoreError").asDouble();
      double allocated =
          result.at("/secondaryMetrics/gc.alloc.rate.norm/score").asDouble(Double.NaN);
      StringBuilder line = new StringBuilder("| ");
      others.forEach(other -> line.append(result.at("/params/" + other).asText()).append(" | "));
      System.out.printf(
          Locale.ROOT,
          "%s%s | %.1f ± %.1f | %.0f | %.2f× |%n",
          line,
          result.at("/params/" + parameter).asText(),
          score,
          error,
          allocated,
          score / baselineOf(result, results, others));
    }
  }

  private double baselineOf(JsonNode result, List<JsonNode> results, List<String> others) {
    return results.stream()
        .filter(each -> each.at("/params/" + parameter).asText().equals(baseline))
        .filter(
            each ->
                others.stream()
                    .allMatch(
                        other -> each.at("/params/" + other).equals(result.at("/params/" + other))))
        .findFirst()
        .map(each -> each.at("/primaryMetric/score").asDouble())
        .orElse(Double.NaN);
  }
}
