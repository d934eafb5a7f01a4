package dev.p3.udfs;

import dev.p3.patterns.leverage.RegressionSums;
import dev.p3.patterns.leverage.RegressionSums.Model;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Least squares with an intercept, as the job {@code summarize} computes them. */
final class LinearRegression extends P3Aggregate<RegressionSums> {
  private static final long serialVersionUID = 1L;

  private static final StructType COEFFICIENT =
      new StructType()
          .add("estimate", DataTypes.DoubleType, false)
          .add("std_error", DataTypes.DoubleType)
          .add("t", DataTypes.DoubleType)
          .add("p", DataTypes.DoubleType);
  private static final StructType MODEL =
      new StructType()
          .add("coefficients", DataTypes.createArrayType(COEFFICIENT, false), false)
          .add("r2", DataTypes.DoubleType)
          .add("adjusted_r2", DataTypes.DoubleType)
          .add("residual_sd", DataTypes.DoubleType)
          .add("f", DataTypes.DoubleType)
          .add("rows", DataTypes.LongType, false)
          .add("dropped", DataTypes.LongType, false);

  private LinearRegression(List<Expression> arguments) {
    super("linreg", arguments);
  }

  @Override
  LinearRegression with(List<Expression> others) {
    return new LinearRegression(others);
  }

  @Override
  public scala.collection.immutable.List<AbstractDataType> inputTypes() {
    return Scala.list(Collections.nCopies(arguments().size(), DataTypes.DoubleType));
  }

  @Override
  public DataType dataType() {
    return MODEL;
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public RegressionSums createAggregationBuffer() {
    return new RegressionSums(terms());
  }

  private int terms() {
    return arguments().size() - 1;
  }

  @Override
  public RegressionSums update(RegressionSums sums, InternalRow row) {
    Double[] values = new Double[arguments().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (Double) value(i, row);
    }
    sums.add(values);
    return sums;
  }

  @Override
  public RegressionSums merge(RegressionSums sums, RegressionSums other) {
    sums.add(other);
    return sums;
  }

  @Override
  public Object eval(RegressionSums sums) {
    Optional<Model> fitted = sums.model();
    if (fitted.isEmpty()) {
      return null;
    }
    Model model = fitted.get();
    Object[] coefficients =
        model.coefficients().stream()
            .map(
                each ->
                    new GenericInternalRow(
                        new Object[] {each.estimate(), each.stdError(), each.t(), each.p()}))
            .toArray();
    return new GenericInternalRow(
        new Object[] {
          new GenericArrayData(coefficients),
          model.r2(),
          model.adjustedR2(),
          model.residualSd(),
          model.f(),
          model.rows(),
          model.dropped()
        });
  }

  @Override
  public byte[] serialize(RegressionSums sums) {
    return sums.toBytes();
  }

  @Override
  public RegressionSums deserialize(byte[] bytes) {
    return RegressionSums.of(bytes, terms());
  }

  static SqlFunction<Expression> function() {
    return new SqlFunction<>(
        "linreg",
        "agg_funcs",
        "_FUNC_(y, x1, ...) - least squares of y on an intercept and the x: a struct of the coefficients (the intercept first; estimate, std_error, t, p), r2, adjusted_r2, residual_sd, f, and the rows used and dropped, which are those with a null, NaN or infinity. Null when there are fewer rows than coefficients, or an x is a combination of others.",
        List.of(
            new SqlFunction.Example(
                "SELECT transform(_FUNC_(y, x).coefficients, c -> round(c.estimate, 9)) FROM VALUES (3, 1), (5, 2), (7, 3) AS t(y, x)",
                "[1.0, 2.0]")),
        2,
        Integer.MAX_VALUE,
        LinearRegression::new);
  }
}
