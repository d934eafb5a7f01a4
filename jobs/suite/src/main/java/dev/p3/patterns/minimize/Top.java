package dev.p3.patterns.minimize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.p3.scope.Scopes;
import dev.p3.table.Columns;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * The best k rows of each group.
 *
 * <p>Rows rank by one column, largest first or smallest first. Rows without a value (null) rank
 * last either way, NaN is the largest number, and 0.0 equals -0.0, as in Spark's SQL. Between equal
 * values the other columns of the output decide, in their order, smallest first, nulls last; rows
 * that are equal in all of them cannot be distinguished. So the result does not depend on
 * partitions. Rows whose group is null are a group. Columns that have no order of their own, such
 * as maps, are compared as JSON.
 */
public final class Top {
  /** The observed number of groups. */
  static final String GROUPS = "groups";

  /** The observed number of rows in the output that have no value. */
  static final String WITHOUT_VALUE = "rows_without_value";

  private static final String ALL = "__p3_all";

  private Top() {}

  /**
   * The pattern.
   *
   * <p>Cost: one pass, one shuffle of at most k rows for each group and partition; within a
   * partition, a bounded heap of k numbers for each group drops what cannot be among the best
   * before a row is copied, and what remains is sorted twice, which spills when memory is short.
   *
   * @param table any columns
   * @return the group columns, {@code rank INT} from 1, the kept columns; lazy, in no order
   * @throws dev.p3.fault.BadUsageException naming every column that is not there or cannot serve
   */
  public static Dataset<Row> top(Dataset<Row> table, TopOptions options) {
    return top(table, TopColumns.of(table, options), options.k());
  }

  static Dataset<Row> top(Dataset<Row> table, TopColumns columns, int k) {
    return ranked(table.select(columns.needed()), columns, k);
  }

  /**
   * The pattern, on the rows whose key is in a list. A Bloom filter of the keys, in a scope, drops
   * nearly all others before they are ranked; a join drops the rest.
   *
   * <p>Cost: two passes over the keys at once, about 10 bits of memory for each on the driver and
   * on each executor; then as without keys.
   *
   * @param keys its columns have names of the table's; a row is kept when all of them are equal to
   *     those of one key, so nulls match nothing
   * @param scopes where the filter's scope opens; close them after the last action
   * @throws dev.p3.fault.BadUsageException naming every column that is not there or cannot serve
   */
  public static Dataset<Row> top(
      Dataset<Row> table, Dataset<Row> keys, TopOptions options, Scopes scopes) {
    return top(table, keys, TopColumns.of(table, options), options.k(), scopes);
  }

  static Dataset<Row> top(
      Dataset<Row> table, Dataset<Row> keys, TopColumns columns, int k, Scopes scopes) {
    KeyList only = KeyList.of(keys, table);
    Dataset<Row> candidates = only.probablyIn(table, scopes);
    // A key that is a part of the group keeps or drops groups whole, which can wait.
    return columns.groupNames().containsAll(only.columns())
        ? only.in(ranked(candidates.select(columns.needed()), columns, k))
        : ranked(only.in(candidates).select(columns.needed()), columns, k);
  }

  /** The twin: groups all rows, sorts every group, cuts. */
  static Dataset<Row> grouped(
      Dataset<Row> table, Optional<Dataset<Row>> keys, TopColumns columns, int k) {
    Dataset<Row> rows =
        keys.map(list -> KeyList.of(list, table).in(table)).orElse(table).drop(TopColumns.RANK);
    Column[] groups = columns.groupColumns();
    if (columns.groups().isEmpty()) {
      rows = rows.withColumn(ALL, lit(true));
      groups = new Column[] {col(ALL)};
    }
    return rows.groupBy(groups)
        .as(Encoders.row(rows.select(groups).schema()), Encoders.row(rows.schema()))
        .flatMapSortedGroups(
            columns.order(),
            (FlatMapGroupsFunction<Row, Row, Row>) (group, sorted) -> new RankedHead(sorted, k),
            Encoders.row(rows.schema().add(TopColumns.RANK, DataTypes.IntegerType, false)))
        .select(columns.output(Columns.named(TopColumns.RANK)));
  }

  /** Counts the output's groups, and its rows without a value, on the way. */
  static Dataset<Row> observed(Dataset<Row> ranked, TopColumns columns) {
    Column value = Columns.named(columns.by().name());
    return ranked.observe(
        "top",
        count(when(col(TopColumns.RANK).equalTo(1), 1)).as(GROUPS),
        count(when(value.isNull(), 1)).as(WITHOUT_VALUE));
  }

  private static Dataset<Row> ranked(Dataset<Row> rows, TopColumns columns, int k) {
    Column rank =
        row_number().over(Window.partitionBy(columns.groupColumns()).orderBy(columns.order()));
    return best(promising(rows, columns, k), columns, k)
        .select(columns.output(rank))
        .where(col(TopColumns.RANK).leq(k));
  }

  /**
   * Without the rows for which k better ones of the group have been seen in the same task. Once the
   * rest is sorted by its value alone, which Spark does by its bits, no more than k of a group pass
   * again, and those equal to the last of them: to sort by all columns, comparing texts, what
   * passes once took a quarter of the tasks.
   */
  private static Dataset<Row> promising(Dataset<Row> rows, TopColumns columns, int k) {
    Optional<Column> strength =
        SortKeyPrefix.column(Columns.named(columns.by().name()), columns.by().dataType());
    Optional<Column> group = GroupKey.column(columns.groups());
    if (strength.isEmpty() || group.isEmpty()) {
      return rows;
    }
    Dataset<Row> passed = rows.where(isPromising(columns, k, group.get(), strength.get()));
    return columns.groups().isEmpty()
        ? passed
        : passed
            .sortWithinPartitions(columns.order()[0])
            .where(isPromising(columns, k, group.get(), strength.get()));
  }

  private static Column isPromising(TopColumns columns, int k, Column group, Column strength) {
    var filter = new TopKFilter(k, columns.smallest());
    if (columns.groups().size() == 2) { // a struct of them for each row took a fifth of the time
      List<Column> pair = GroupKey.pair(columns.groups());
      return udf((UDF3<Object, Object, Object, Boolean>) filter, DataTypes.BooleanType)
          .asNondeterministic()
          .apply(pair.get(0), pair.get(1), strength);
    }
    return udf((UDF2<Object, Object, Boolean>) filter, DataTypes.BooleanType)
        .asNondeterministic()
        .apply(group, strength);
  }

  /** At most k rows of each group and partition. */
  private static Dataset<Row> best(Dataset<Row> rows, TopColumns columns, int k) {
    if (columns.groups().isEmpty()) {
      return rows.orderBy(columns.order()).limit(k);
    }
    Optional<Column> group = GroupKey.column(columns.groups());
    if (group.isEmpty()) {
      return rows;
    }
    Column[] order =
        Stream.concat(Arrays.stream(columns.groupColumns()), Arrays.stream(columns.order()))
            .toArray(Column[]::new);
    var isAmongFirst = udf(new GroupLimit(k), DataTypes.BooleanType);
    return rows.sortWithinPartitions(order)
        .where(isAmongFirst.asNondeterministic().apply(group.get()));
  }
}
