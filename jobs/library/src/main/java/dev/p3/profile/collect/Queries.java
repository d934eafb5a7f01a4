package dev.p3.profile.collect;

import dev.p3.data.Secrets;
import dev.p3.profile.model.QueryProfile;
import dev.p3.profile.model.QueryProfile.PlanNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The SQL queries of a profile. Not thread-safe. */
final class Queries {
  private static final int MOST_QUERIES = 1_000;
  private static final int ACCUMULATORS_BETWEEN_LOOKS = 200_000;
  private static final int LONGEST_DETAIL = 500;
  private static final double MS = 1e3;
  private static final double NANOS_OF_MS = 1e6;

  /** From the start of a worker, or its wait for a task, to the task's end. */
  private static final String PYTHON_TIME = "time to run Python workers";

  private static final Pattern FILTERS =
      Pattern.compile("(PushedFilters|DataFilters|PartitionFilters): \\[[^\\]]*]");
  private static final Pattern COMPARISON =
      Pattern.compile("(=|<|>|<=|>=|<=>) *[^#()\\s,]+(?=[),\\s]|$)");

  private final Map<Long, State> queries = new LinkedHashMap<>();
  private final Map<Long, Long> accumulators = new HashMap<>();
  private int mostAccumulators = ACCUMULATORS_BETWEEN_LOOKS;
  private long dropped;
  private long droppedPythonMillis;

  private static final class State {
    private String description;
    private Facts.Operator plan;
    private long started;
    private long ended;

    private long millis(long until) {
      return Math.max(0, (ended > 0 ? ended : until) - started);
    }
  }

  void started(long query, String description, Facts.Operator plan, long time) {
    var state = new State();
    state.description = description;
    state.plan = plan;
    state.started = time;
    queries.put(query, state);
    if (queries.size() > MOST_QUERIES) {
      dropShortest();
    }
  }

  /** Of those that have ended; the newest when none has. */
  private void dropShortest() {
    Long shortest =
        queries.entrySet().stream()
            .min(Comparator.comparingLong(each -> each.getValue().millis(Long.MAX_VALUE)))
            .orElseThrow()
            .getKey();
    droppedPythonMillis += sum(queries.remove(shortest).plan, PYTHON_TIME);
    dropped++;
  }

  /** What is missing. */
  Optional<String> note() {
    return dropped == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Of %,d queries the %,d that took longest are shown.",
                dropped + queries.size(),
                queries.size()));
  }

  void planned(long query, Facts.Operator plan) {
    State state = queries.get(query);
    if (state != null) {
      state.plan = plan;
    }
  }

  void ended(long query, long time) {
    State state = queries.get(query);
    if (state != null) {
      state.ended = time;
    }
  }

  void accumulated(Map<Long, Long> values) {
    accumulators.putAll(values);
    if (accumulators.size() > mostAccumulators) {
      var shown = new HashSet<Long>();
      queries.values().forEach(query -> addAccumulators(query.plan, shown));
      accumulators.keySet().retainAll(shown);
      mostAccumulators = accumulators.size() + ACCUMULATORS_BETWEEN_LOOKS;
    }
  }

  private static void addAccumulators(Facts.Operator operator, Set<Long> to) {
    operator.metrics().values().forEach(metric -> to.add(metric.accumulator()));
    operator.children().forEach(child -> addAccumulators(child, to));
  }

  /** Of all Python workers; 0 before Spark 4.0, which does not measure it. */
  double pythonSeconds() {
    return (droppedPythonMillis
            + queries.values().stream().mapToLong(query -> sum(query.plan, PYTHON_TIME)).sum())
        / MS;
  }

  private long sum(Facts.Operator operator, String metric) {
    Facts.SqlMetric found = operator.metrics().get(metric);
    long own = found == null ? 0 : value(found);
    return own + operator.children().stream().mapToLong(child -> sum(child, metric)).sum();
  }

  List<QueryProfile> profiles(long origin, long until) {
    return queries.entrySet().stream()
        .map(
            each -> {
              State query = each.getValue();
              return new QueryProfile(
                  each.getKey(),
                  Secrets.masked(query.description),
                  (query.started - origin) / MS,
                  query.millis(until) / MS,
                  node(query.plan));
            })
        .toList();
  }

  private PlanNode node(Facts.Operator operator) {
    var metrics = new TreeMap<String, Long>();
    var units = new TreeMap<String, String>();
    operator
        .metrics()
        .forEach(
            (name, metric) -> {
              long value = value(metric);
              if (value > 0) {
                metrics.put(name, value);
                unit(metric).ifPresent(unit -> units.put(name, unit));
              }
            });
    var metadata = new TreeMap<String, String>();
    operator
        .metadata()
        .forEach(
            (key, value) -> {
              // What rows are filtered by may be a person's name.
              if (!key.contains("Filters")) {
                metadata.put(key, Secrets.masked(value));
              }
            });
    return new PlanNode(
        operator.name(),
        shortened(withoutLiterals(Secrets.masked(operator.detail()))),
        metadata,
        metrics,
        units,
        operator.children().stream().map(this::node).toList());
  }

  /** What tasks added up; times in milliseconds. Sums of averages say nothing. */
  private long value(Facts.SqlMetric metric) {
    long value = accumulators.getOrDefault(metric.accumulator(), 0L);
    return switch (metric.type()) {
      case "nsTiming" -> Math.round(value / NANOS_OF_MS);
      case "average" -> 0;
      default -> value;
    };
  }

  private static Optional<String> unit(Facts.SqlMetric metric) {
    return switch (metric.type()) {
      case "timing", "nsTiming" -> Optional.of("ms");
      case "size" -> Optional.of("bytes");
      default -> Optional.empty();
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "…";
  }

  /** Values that columns are compared with are not for everybody. */
  private static String withoutLiterals(String text) {
    String withoutFilters = FILTERS.matcher(text).replaceAll("$1: […]");
    return COMPARISON.matcher(withoutFilters).replaceAll("$1 …");
  }
}
