package dev.p3.profile.collect;

import dev.p3.data.Secrets;
import dev.p3.profile.model.QueryProfile;
import dev.p3.profile.model.QueryProfile.PlanNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The SQL queries of a profile. Not thread-safe. */
final class Queries {
  private static final int MOST_QUERIES = 1_000;
  private static final int MOST_ACCUMULATORS = 200_000;
  private static final int LONGEST_DETAIL = 500;
  private static final double MS = 1e3;

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

  double pythonSeconds() {
    return queries.values().stream()
            .flatMap(query -> node(query.plan).all())
            .flatMap(node -> node.metrics().entrySet().stream())
            .filter(
                metric -> metric.getKey().matches("time to (start|initialize|run) Python workers?"))
            .mapToLong(Map.Entry::getValue)
            .sum()
        / MS;
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
    operator
        .metrics()
        .forEach(
            (name, accumulator) -> {
              Long value = accumulators.get(accumulator);
              if (value != null && value > 0) {
                metrics.merge(name, value, Long::sum);
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
        operator.children().stream().map(this::node).toList());
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "…";
  }

  /** Values that columns are compared with are not for everybody. */
  private static String withoutLiterals(String text) {
    return text.replaceAll("(PushedFilters|DataFilters|PartitionFilters): \\[[^\\]]*]", "$1: […]")
        .replaceAll("(=|<|>|<=|>=|<=>) *[^#()\\s,]+(?=[),\\s]|$)", "$1 …");
  }
}
