package dev.p3.udfs;

import dev.p3.patterns.leverage.PairSums;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Pearson's or Spearman's correlation of two columns, over the rows in which both have a value. */
final class Correlation extends P3Aggregate<PairSums> {
  private static final long serialVersionUID = 1L;

  private final boolean isRanked;

  private Correlation(String name, boolean isRanked, List<Expression> arguments) {
    super(name, arguments);
    this.isRanked = isRanked;
  }

  @Override
  Correlation with(List<Expression> others) {
    return new Correlation(prettyName(), isRanked, others);
  }

  @Override
  public scala.collection.immutable.List<AbstractDataType> inputTypes() {
    return Scala.list(List.of(DataTypes.DoubleType, DataTypes.DoubleType));
  }

  @Override
  public DataType dataType() {
    return DataTypes.DoubleType;
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public PairSums createAggregationBuffer() {
    return new PairSums(isRanked);
  }

  @Override
  public PairSums update(PairSums sums, InternalRow row) {
    Object left = value(0, row);
    Object right = value(1, row);
    if (left != null && right != null) {
      sums.add((Double) left, (Double) right);
    }
    return sums;
  }

  @Override
  public PairSums merge(PairSums sums, PairSums other) {
    sums.add(other);
    return sums;
  }

  @Override
  public Object eval(PairSums sums) {
    return sums.correlation();
  }

  @Override
  public byte[] serialize(PairSums sums) {
    return sums.toBytes();
  }

  @Override
  public PairSums deserialize(byte[] bytes) {
    return PairSums.of(bytes, isRanked);
  }

  static List<SqlFunction<Expression>> all() {
    return List.of(
        new SqlFunction<>(
            "pearson",
            "agg_funcs",
            "_FUNC_(x, y) - Pearson's correlation over the rows in which both are there; null when one is constant, NaN when one has a NaN.",
            List.of(
                new SqlFunction.Example(
                    "SELECT round(_FUNC_(x, y), 12) FROM VALUES (1, 2), (2, 4), (3, 6) AS t(x, y)",
                    "1.0")),
            2,
            2,
            arguments -> new Correlation("pearson", false, arguments)),
        new SqlFunction<>(
            "spearman",
            "agg_funcs",
            "_FUNC_(x, y) - Spearman's correlation of ranks over the rows in which both are there, equal values sharing their mean rank; null when one is constant, NaN when one has a NaN. Exact: holds every different pair of a group.",
            List.of(
                new SqlFunction.Example(
                    "SELECT round(_FUNC_(x, y), 12) FROM VALUES (1, 1), (2, 10), (3, 1000) AS t(x, y)",
                    "1.0")),
            2,
            2,
            arguments -> new Correlation("spearman", true, arguments)));
  }
}
