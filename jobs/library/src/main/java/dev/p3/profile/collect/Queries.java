package dev.p3.profile.collect;

import dev.p3.data.Secrets;
import dev.p3.profile.model.QueryProfile;
import dev.p3.profile.model.QueryProfile.PlanNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The SQL queries of a profile. Not thread-safe. */
final class Queries {
  private static final int MOST_QUERIES = 1_000;
  private static final int MOST_ACCUMULATORS = 200_000;
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

  private static final class State {
    private String description;
    private Facts.Operator plan;
    private long started;
    private long ended;
  }

  void started(long query, String description, Facts.Operator plan, long time) {
    if (queries.size() < MOST_QUERIES) {
      var state = new State();
      state.description = description;
      state.plan = plan;
      state.started = time;
      queries.put(query, state);
    }
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
    if (accumulators.size() < MOST_ACCUMULATORS) {
      accumulators.putAll(values);
    }
  }

  /** Of all Python workers; 0 before Spark 4.0, which does not measure it. */
  double pythonSeconds() {
    return queries.values().stream().mapToLong(query -> sum(query.plan, PYTHON_TIME)).sum() / MS;
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
                  ((query.ended > 0 ? query.ended : until) - query.started) / MS,
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
