package dev.p3.patterns.leverage;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.corr;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.struct;

import dev.p3.patterns.leverage.SummaryPlan.Pair;
import dev.p3.patterns.leverage.SummaryPlan.TableColumn;
import dev.p3.record.Records;
import dev.p3.scope.Scopes;
import dev.p3.table.Columns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Quantiles, distinct counts and rank correlations without sketches, for what has too many values
 * to be counted one by one. All by Spark's sorts, which spill to disk: slow, and never out of
 * memory.
 */
final class ExactFigures {
  private static final Encoder<Key> KEY = Records.encoder(Key.class);

  private ExactFigures() {}

  /** How many distinct values each column has; one shuffle of the distinct values. */
  static List<Long> distinct(Dataset<Row> table, List<TableColumn> columns) {
    Column[] counts =
        columns.stream()
            .map(column -> count_distinct(Columns.named(column.name())))
            .toArray(Column[]::new);
    Row row = table.agg(lit(0), counts).first();
    return IntStream.rangeClosed(1, counts.length).mapToObj(row::getLong).toList();
  }

  /**
   * The quartiles of a column as texts, as {@link Distribution#quantiles} gives them; one sort.
   *
   * @param plan of this column alone
   * @param rows its values that are not null
   */
  static String[] quartiles(Dataset<Row> table, SummaryPlan plan, long rows, Scopes scopes) {
    ValueType type = plan.columns().get(0).values();
    double[] ranks =
        DoubleStream.of(0.25, 0.5, 0.75).map(q -> rankOf(type.kind(), q, rows)).toArray();
    List<Long> wanted =
        DoubleStream.of(ranks)
            .flatMap(rank -> DoubleStream.of(Math.floor(rank), Math.ceil(rank)))
            .mapToObj(rank -> (long) rank)
            .distinct()
            .toList();
    Map<Long, Key> keys = keysAt(table, plan, wanted, scopes);
    return DoubleStream.of(ranks)
        .mapToObj(
            rank -> {
              long below = (long) Math.floor(rank);
              long above = (long) Math.ceil(rank);
              return type.between(keys.get(below), keys.get(above), rank - below);
            })
        .toArray(String[]::new);
  }

  private static Map<Long, Key> keysAt(
      Dataset<Row> table, SummaryPlan plan, List<Long> wanted, Scopes scopes) {
    Column column = Columns.named(plan.columns().get(0).name());
    Dataset<Key> sorted =
        scopes
            .open(plan)
            .map(
                plan.projected(table.where(column.isNotNull())),
                (of, row) -> of.columns().get(0).kind().wholeKey(row.get(0)),
                KEY)
            .orderBy(col("high"), col("low").bitwiseXOR(Long.MIN_VALUE));
    Map<Long, Key> keys = new HashMap<>();
    scopes
        .open(new QuantileRanks(wanted))
        .filter(
            sorted.toJavaRDD().zipWithIndex(), (ranks, key) -> ranks.wanted().contains(key._2()))
        .collect()
        .forEach(key -> keys.put(key._2(), key._1()));
    return keys;
  }

  private static double rankOf(ColumnKind kind, double share, long rows) {
    return kind.isNumeric() ? share * (rows - 1) : Math.max(0, Math.ceil(share * rows) - 1);
  }

  /**
   * Spearman's correlation of each pair, by ranks of the values themselves; for each two types that
   * occur in pairs, two sorts of the pairs' rows, of which one task sorts a pair's.
   */
  static Map<Pair, Double> spearman(Dataset<Row> table, SummaryPlan plan, List<Pair> pairs) {
    Map<Pair, Double> found = new HashMap<>();
    pairs.stream()
        .collect(
            Collectors.groupingBy(
                pair -> List.of(type(plan, pair.left()), type(plan, pair.right()))))
        .values()
        .forEach(alike -> spearmanOfAlike(table, plan, alike, found));
    return found;
  }

  private static void spearmanOfAlike(
      Dataset<Row> table, SummaryPlan plan, List<Pair> pairs, Map<Pair, Double> found) {
    Column[] values =
        IntStream.range(0, pairs.size())
            .mapToObj(
                i ->
                    struct(
                        lit(i).as("pair"),
                        number(plan, pairs.get(i).left()).as("l"),
                        number(plan, pairs.get(i).right()).as("r")))
            .toArray(Column[]::new);
    table
        .select(explode(array(values)).as("v"))
        .select("v.pair", "v.l", "v.r")
        .where(col("l").isNotNull().and(col("r").isNotNull()))
        .select(col("pair"), meanRank("l").as("left"), meanRank("r").as("right"))
        .groupBy("pair")
        .agg(corr("left", "right"))
        .collectAsList()
        .forEach(
            row -> found.put(pairs.get(row.getInt(0)), row.isNullAt(1) ? null : row.getDouble(1)));
  }

  /** The type in which a column's numbers are ranked: one that holds them all. */
  private static String type(SummaryPlan plan, int index) {
    TableColumn column = plan.numericColumn(index);
    return switch (column.kind()) {
      case INTEGER, LONG -> "bigint";
      case FLOAT, DOUBLE -> "double";
      default -> column.type();
    };
  }

  private static Column number(SummaryPlan plan, int index) {
    return Columns.named(plan.numericColumn(index).name()).cast(type(plan, index));
  }

  /** Equal values share the mean of their ranks. */
  private static Column meanRank(String side) {
    Column first = rank().over(Window.partitionBy("pair").orderBy(side));
    Column ties = count(lit(1)).over(Window.partitionBy("pair", side));
    return first.plus(ties.minus(1).divide(2));
  }
}
