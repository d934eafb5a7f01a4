package dev.p3.profile.judge;

import static dev.p3.profile.judge.Words.bytes;
import static dev.p3.profile.judge.Words.place;
import static dev.p3.profile.judge.Words.seconds;
import static dev.p3.profile.judge.Words.text;

import dev.p3.profile.judge.Rule.Seen;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.QueryProfile;
import dev.p3.profile.model.QueryProfile.PlanNode;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a query's plan does that another would not. */
final class PlanRules {
  private static final long MIB = 1 << 20;
  private static final long BROADCASTABLE = 32 * MIB;
  private static final double TIMES_SMALLER = 4;
  private static final long LEAST_OTHER_SIDE = MIB;
  private static final double SHUFFLE_BYTES_PER_SECOND = 50 * MIB;

  private static final long LEAST_PAIRS = 100_000;
  private static final double PAIRS_PER_SECOND = 5e6;

  private static final long LEAST_GROUPED = 100_000;
  private static final double GROUPED_TO_ONE = 20;

  private static final double LEAST_SECONDS_TWICE = 0.2;
  private static final double LEAST_SHARE_TWICE = 0.05;

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "join-could-broadcast",
              "both sides are shuffled, though one has at most 32 MB and a quarter of the other",
              run -> run.queries().stream().flatMap(query -> broadcast(run, query))),
          new Rule(
              "cartesian-product",
              "every row of one side meets every row of the other, 100,000 pairs or more",
              run -> run.queries().stream().flatMap(query -> cartesian(run, query))),
          new Rule(
              "uncombined-groups",
              "a function of whole groups gets 100,000 rows or more by a shuffle, and 20 for each one that leaves its stage",
              run -> run.queries().stream().flatMap(query -> uncombined(run, query))),
          new Rule(
              "same-query-twice",
              "two queries shuffle the same rows in the same way, each for 0.2 s and 5 % of the run at least",
              PlanRules::twice));

  private PlanRules() {}

  private static Stream<Seen> broadcast(RunProfile run, QueryProfile query) {
    return query
        .plan()
        .all()
        .filter(node -> Set.of("SortMergeJoin", "ShuffledHashJoin").contains(node.name()))
        .filter(node -> node.children().size() == 2)
        .flatMap(
            node -> {
              long left = shuffled(node.children().get(0));
              long right = shuffled(node.children().get(1));
              long small = Math.min(left, right);
              long large = Math.max(left, right);
              if (small < 0
                  || small > BROADCASTABLE
                  || large < LEAST_OTHER_SIDE
                  || large < TIMES_SMALLER * small) {
                return Stream.of();
              }
              return Stream.of(
                  new Seen(
                      text("a side of %s is shuffled for a join", bytes(small)),
                      query.description() + ", " + node.name(),
                      text("%s on one side, %s on the other", bytes(small), bytes(large)),
                      large / SHUFFLE_BYTES_PER_SECOND / Math.max(1, run.application().cores()),
                      text(
                          "functions.broadcast(…) on the smaller side, or spark.sql.autoBroadcastJoinThreshold=%dm.",
                          Math.max(10, 2 * small / MIB))));
            });
  }

  /** The size of what the side's own shuffle writes; -1 when it has none. */
  private static long shuffled(PlanNode side) {
    PlanNode node = side;
    while (!node.name().equals("Exchange")) {
      if (node.children().size() != 1) {
        return -1;
      }
      node = node.children().get(0);
    }
    return node.metrics().containsKey("data size") ? node.metric("data size") : -1;
  }

  private static Stream<Seen> cartesian(RunProfile run, QueryProfile query) {
    return query
        .plan()
        .all()
        .filter(node -> Set.of("CartesianProduct", "BroadcastNestedLoopJoin").contains(node.name()))
        .filter(node -> pairs(node) >= LEAST_PAIRS)
        .map(
            node ->
                new Seen(
                    text("%,d pairs of rows are made", pairs(node)),
                    query.description() + ", " + node.name(),
                    text("%,d pairs", pairs(node)),
                    pairs(node) / PAIRS_PER_SECOND / Math.max(1, run.application().cores()),
                    "Join by an equality, such as of a cell or bucket, and filter after it."));
  }

  /** What comes out, or what would without the condition: the product of what goes in. */
  private static long pairs(PlanNode join) {
    long product = 1;
    for (PlanNode side : join.children()) {
      product *= Math.max(1, rows(side));
    }
    return Math.max(join.metric("number of output rows"), product);
  }

  private static long rows(PlanNode node) {
    if (node.metrics().containsKey("number of output rows")) {
      return node.metric("number of output rows");
    }
    return node.children().stream().mapToLong(PlanRules::rows).max().orElse(0);
  }

  private static Stream<Seen> uncombined(RunProfile run, QueryProfile query) {
    return query
        .plan()
        .all()
        .filter(node -> node.name().equals("MapGroups"))
        .map(PlanRules::exchange)
        .filter(exchange -> exchange.metric("shuffle records written") >= LEAST_GROUPED)
        .flatMap(
            exchange ->
                stages(run, query)
                    .filter(stage -> reads(stage, exchange))
                    .limit(1)
                    .flatMap(stage -> uncombined(run, stage, exchange)));
  }

  private static Stream<Seen> uncombined(RunProfile run, StageProfile stage, PlanNode exchange) {
    long in = exchange.metric("shuffle records written");
    long out = stage.sum(Metric.OUTPUT_RECORDS) + stage.sum(Metric.SHUFFLE_WRITE_RECORDS);
    if (out == 0 || in < GROUPED_TO_ONE * out) {
      return Stream.of(); // 0 when they go to the driver, uncounted
    }
    return Stream.of(
        new Seen(
            text("%.0f rows are shuffled for each that comes of their groups", (double) in / out),
            place(stage),
            text("%,d rows, %s, for %,d", in, bytes(exchange.metric("shuffle bytes written")), out),
            exchange.metric("shuffle bytes written")
                / SHUFFLE_BYTES_PER_SECOND
                / Math.max(1, run.application().cores()),
            "Combine before the shuffle, where the function allows it (counts, sums, the first k): reduceGroups or an aggregate in place of mapGroups."));
  }

  /** The shuffle that a node's rows come from; the last node looked at when there is none. */
  private static PlanNode exchange(PlanNode of) {
    PlanNode node = of;
    while (!node.name().equals("Exchange") && node.children().size() == 1) {
      node = node.children().get(0);
    }
    return node;
  }

  private static Stream<StageProfile> stages(RunProfile run, QueryProfile query) {
    return run.jobs().stream()
        .filter(job -> job.query() != null && job.query() == query.id())
        .flatMap(job -> job.stages().stream())
        .distinct()
        .flatMap(id -> run.stages().stream().filter(stage -> stage.id() == id));
  }

  private static boolean reads(StageProfile stage, PlanNode exchange) {
    return stage.sum(Metric.SHUFFLE_READ_RECORDS) == exchange.metric("shuffle records written");
  }

  private static Stream<Seen> twice(RunProfile run) {
    Map<String, QueryProfile> first = new HashMap<>();
    var seen = new HashMap<Long, Seen>();
    for (QueryProfile query : run.queries()) {
      Set<String> own = new HashSet<>();
      query
          .plan()
          .all()
          .filter(node -> node.name().equals("Exchange") && reads(node))
          .map(PlanRules::signature)
          .filter(own::add)
          .forEach(
              signature -> {
                QueryProfile before = first.putIfAbsent(signature, query);
                if (before == null) {
                  return;
                }
                double saves = Math.min(before.seconds(), query.seconds());
                if (saves >= LEAST_SECONDS_TWICE
                    && saves >= LEAST_SHARE_TWICE * run.application().seconds()) {
                  seen.putIfAbsent(query.id(), twice(before, query, saves));
                }
              });
    }
    return seen.values().stream();
  }

  private static Seen twice(QueryProfile before, QueryProfile query, double saves) {
    return new Seen(
        text("queries %d and %d read and shuffle the same rows", before.id(), query.id()),
        query.description(),
        text("%s and %s", seconds(before.seconds()), seconds(query.seconds())),
        saves,
        "Cache the Dataset that both begin with, and unpersist it after the last action.");
  }

  /** Whether it begins with storage: rows that are at hand cost little. */
  private static boolean reads(PlanNode node) {
    return node.all()
        .anyMatch(each -> each.name().startsWith("Scan") || each.name().startsWith("BatchScan"));
  }

  /** Equal for equal work: the numbers of columns differ from query to query. */
  private static String signature(PlanNode node) {
    var text = new StringBuilder();
    node.all()
        .forEach(
            each ->
                text.append(each.name())
                    .append(
                        each.detail()
                            .replaceAll("#\\d+L?|plan_id=\\d+|id=#?\\d+|\\[[a-z_]+=\\d+]", ""))
                    .append(each.metadata().get("Location"))
                    .append('\n'));
    return text.toString();
  }
}
