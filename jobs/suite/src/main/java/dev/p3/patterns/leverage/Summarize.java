package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.SummaryPlan.Pair;
import dev.p3.patterns.leverage.SummaryPlan.TableColumn;
import dev.p3.record.Records;
import dev.p3.scope.Scope;
import dev.p3.scope.Scopes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Option;

/** Summarizes a table: its columns, how they correlate, and a regression. */
public final class Summarize {
  private static final Encoder<PartialAggregate> PART = Records.encoder(PartialAggregate.class);
  private static final Encoder<PartialAggregate.Whole> WHOLE =
      Records.encoder(PartialAggregate.Whole.class);

  private Summarize() {}

  /**
   * The pattern, for a notebook too: one pass that gathers everything, in blocks of rows.
   *
   * <p>Cost: reads the table once, at once, and shuffles only what each partition found; again for
   * each further 50,000 pairs of columns, and for each 128 pairs of columns that have more than
   * 262,144 different pairs of values, for their rank correlation. With {@code exact}, one sort
   * more for each column and each pair that has more values than that. Memory of a task is bounded,
   * whatever the table. Time grows with the rows times the square of the columns that are
   * correlated.
   *
   * @param table of any columns
   * @param scopes close them after the last use of the outputs
   * @return {@code columns}, {@code correlation} and, when the options ask for it, {@code
   *     coefficients} and {@code regression}
   * @throws dev.p3.fault.BadUsageException naming every column of the formula that does not fit
   * @throws dev.p3.fault.JobFailedException when the regression has no unique solution
   */
  public static Map<String, Dataset<Row>> summarize(
      Dataset<Row> table, SummarizeOptions options, Scopes scopes) {
    return summary(table, options, scopes).outputs(table.sparkSession());
  }

  static Summary summary(Dataset<Row> table, SummarizeOptions options, Scopes scopes) {
    SummaryPlan plan = SummaryPlan.of(table, options);
    List<List<Pair>> passes = Correlated.passes(plan.pairs());
    SummaryPlan first = plan.with(passes.get(0));
    Map<Integer, PartialAggregate.Whole> wholes = onePass(table, first, scopes);
    var columns = new ArrayList<ColumnFigures>();
    for (TableColumn column : plan.columns()) {
      PartialAggregate.Whole whole = wholes.get(columns.size());
      columns.add(
          whole == null ? new ColumnAccumulator(column.values(), 1).figures() : whole.column());
    }
    var pairs = new ArrayList<PairFigures>();
    addPairs(wholes, columns.size(), first, pairs);
    for (List<Pair> more : passes.subList(1, passes.size())) {
      SummaryPlan numeric = plan.numericOnly().with(more);
      addPairs(pairPass(table, numeric, scopes), 0, numeric, pairs);
    }
    Optional<Fit> fit =
        options
            .regress()
            .map(formula -> fit(formula, wholes.get(columns.size() + first.pairs().size()), plan));
    int unranked = (int) pairs.stream().filter(pair -> !pair.hasSpearman()).count();
    boolean areTooMany = unranked > Correlated.MOST_RANKED;
    if (unranked > 0 && !areTooMany) {
      rank(table, plan, columns, pairs, options.exact(), scopes);
    }
    if (options.exact()) {
      countExactly(table, plan, columns, scopes);
    }
    return new Summary(
        plan,
        columns,
        pairs,
        options.exact() || areTooMany ? 0 : unranked,
        areTooMany ? unranked : 0,
        fit);
  }

  private static Map<Integer, PartialAggregate.Whole> onePass(
      Dataset<Row> table, SummaryPlan plan, Scopes scopes) {
    Map<Integer, PartialAggregate.Whole> wholes = new HashMap<>();
    if (plan.columns().isEmpty()) {
      return wholes;
    }
    Scope<SummaryPlan> scope = scopes.open(plan);
    QueryExecution inColumns = table.queryExecution();
    Optional<RDD<ColumnarBatch>> batches = Batches.of(table, inColumns);
    QueryExecution query = batches.isPresent() ? inColumns : plan.internal(table).queryExecution();
    JavaRDD<PartialAggregate> found =
        batches
            .map(
                all ->
                    scope.mapPartitions(
                        all.toJavaRDD().mapPartitions(Reused::all),
                        (columns, reused) ->
                            PartitionSummary.ofBatches(columns, reused.next().iterator())))
            .orElseGet(
                () ->
                    scope.mapPartitions(
                        query.toRdd().toJavaRDD().mapPartitions(Reused::all),
                        (columns, reused) ->
                            PartitionSummary.of(columns, reused.next().iterator())));
    Dataset<PartialAggregate> parts = table.sparkSession().createDataset(found.rdd(), PART);
    // As an execution of its own, so that Spark tells what the query has read, as of any other.
    List<PartialAggregate.Whole> all =
        SQLExecution.withNewExecutionId(
            query,
            Option.apply("summarize"),
            () ->
                scope
                    .mapGroups(
                        parts.groupByKey(
                            (MapFunction<PartialAggregate, Integer>) PartialAggregate::number,
                            Encoders.INT()),
                        PartialAggregate::whole,
                        WHOLE)
                    .collectAsList());
    all.forEach(whole -> wholes.put(whole.number(), whole));
    return wholes;
  }

  private static Map<Integer, PartialAggregate.Whole> pairPass(
      Dataset<Row> table, SummaryPlan numeric, Scopes scopes) {
    Scope<SummaryPlan> scope = scopes.open(numeric);
    Dataset<PartialAggregate> parts =
        scope.mapPartitions(numeric.projected(table), PairSummary::of, PART);
    Map<Integer, PartialAggregate.Whole> wholes = new HashMap<>();
    scope
        .mapGroups(
            parts.groupByKey(
                (MapFunction<PartialAggregate, Integer>) PartialAggregate::number, Encoders.INT()),
            PartialAggregate::wholePair,
            WHOLE)
        .collectAsList()
        .forEach(whole -> wholes.put(whole.number(), whole));
    return wholes;
  }

  private static void addPairs(
      Map<Integer, PartialAggregate.Whole> wholes,
      int from,
      SummaryPlan plan,
      List<PairFigures> pairs) {
    for (int i = 0; i < plan.pairs().size(); i++) {
      PartialAggregate.Whole whole = wholes.get(from + i);
      pairs.add(whole == null ? PairFigures.NONE : whole.pair());
    }
  }

  private static Fit fit(Formula formula, PartialAggregate.Whole whole, SummaryPlan plan) {
    Design design = plan.design().orElseThrow();
    QrAccumulator.Packed regression =
        whole == null ? new QrAccumulator(design).packed() : whole.regression();
    return LeastSquares.fit(
        Regressions.names(formula),
        formula.hasIntercept(),
        regression,
        design.taken(regression.pivots()));
  }

  /** Finds the rank correlations that the one pass had too many different pairs for. */
  private static void rank(
      Dataset<Row> table,
      SummaryPlan plan,
      List<ColumnFigures> columns,
      List<PairFigures> pairs,
      boolean exact,
      Scopes scopes) {
    List<Pair> all = plan.pairs();
    int[] unranked =
        IntStream.range(0, pairs.size()).filter(i -> !pairs.get(i).hasSpearman()).toArray();
    List<Pair> wanted = IntStream.of(unranked).mapToObj(all::get).toList();
    Map<Pair, Double> found =
        exact
            ? ExactFigures.spearman(table, plan, wanted)
            : binned(table, plan, columns, wanted, scopes);
    for (int i : unranked) {
      pairs.set(i, pairs.get(i).withSpearman(found.get(all.get(i))));
    }
  }

  private static Map<Pair, Double> binned(
      Dataset<Row> table,
      SummaryPlan plan,
      List<ColumnFigures> columns,
      List<Pair> pairs,
      Scopes scopes) {
    SummaryPlan numeric = plan.numericOnly();
    List<Bounds> bounds =
        IntStream.of(plan.numeric()).mapToObj(i -> columns.get(i).rankBounds()).toList();
    Map<Pair, Double> found = new HashMap<>();
    for (int from = 0; from < pairs.size(); from += RankBins.MOST_PAIRS) {
      List<Pair> some = pairs.subList(from, Math.min(pairs.size(), from + RankBins.MOST_PAIRS));
      Scope<RankBins> scope = scopes.open(RankBins.of(numeric, some, bounds));
      Dataset<PartialAggregate> parts =
          scope.mapPartitions(numeric.projected(table), RankBins::parts, PART);
      scope
          .mapGroups(
              parts.groupByKey(
                  (MapFunction<PartialAggregate, Integer>) PartialAggregate::number,
                  Encoders.INT()),
              (bins, number, ofPair) -> RankBins.whole(number, ofPair),
              WHOLE)
          .collectAsList()
          .forEach(whole -> found.put(some.get(whole.number()), whole.pair().spearman()));
    }
    return found;
  }

  /** Replaces what sketches estimated. */
  private static void countExactly(
      Dataset<Row> table, SummaryPlan plan, List<ColumnFigures> columns, Scopes scopes) {
    int[] estimated =
        IntStream.range(0, columns.size()).filter(i -> columns.get(i).isEstimated()).toArray();
    List<TableColumn> wanted = IntStream.of(estimated).mapToObj(plan.columns()::get).toList();
    if (wanted.isEmpty()) {
      return;
    }
    List<Long> distinct = ExactFigures.distinct(table, wanted);
    for (int i = 0; i < estimated.length; i++) {
      ColumnFigures of = columns.get(estimated[i]).withDistinct(distinct.get(i));
      columns.set(
          estimated[i],
          wanted.get(i).kind().isOrdered()
              ? of.withQuartiles(
                  ExactFigures.quartiles(table, plan.only(estimated[i]), of.count(), scopes))
              : of);
    }
  }
}
