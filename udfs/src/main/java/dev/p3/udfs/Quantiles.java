package dev.p3.udfs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Quantiles by a KLL sketch of Apache DataSketches: of numbers or of sketches, as values or as a
 * sketch. Up to some thousand values they are exact; beyond, the rank of what is given is off by
 * less than 0.07 % of the rows at 99 % confidence, and differs between runs within that, because
 * the sketch tosses coins. Null and NaN are left out.
 *
 * @see <a href="https://arxiv.org/abs/1603.05346">Karnin, Lang, Liberty: Optimal quantile
 *     approximation in streams</a>
 */
final class Quantiles extends P3Aggregate<KllDoublesSketch> {
  private static final int SHORTEST = Long.BYTES; // the preamble of an empty one
  private static final long serialVersionUID = 1L;

  /** As in {@code summarize}. */
  private static final int K = 4096;

  private final boolean ofSketches;

  /**
   * @param ofSketches whether the first argument is a sketch, not a number; a second one holds the
   *     shares, without which the result is a sketch
   */
  private Quantiles(String name, boolean ofSketches, List<Expression> arguments) {
    super(name, arguments);
    this.ofSketches = ofSketches;
  }

  @Override
  Quantiles with(List<Expression> others) {
    return new Quantiles(prettyName(), ofSketches, others);
  }

  @Override
  public scala.collection.immutable.List<AbstractDataType> inputTypes() {
    DataType value = ofSketches ? DataTypes.BinaryType : DataTypes.DoubleType;
    return Scala.list(
        givesSketch()
            ? List.of(value)
            : List.of(value, DataTypes.createArrayType(DataTypes.DoubleType)));
  }

  @Override
  TypeCheckResult checkConstants() {
    if (givesSketch()) {
      return super.checkConstants();
    }
    if (!argument(1).foldable()) {
      return Constants.notConstant(argument(1), "an array of shares from 0 to 1");
    }
    double[] shares = shares();
    return shares.length > 0 && Arrays.stream(shares).allMatch(share -> share >= 0 && share <= 1)
        ? super.checkConstants()
        : Constants.failure(
            String.format(
                Locale.ROOT,
                "%s is out of range (must be an array of at least one share, each from 0 to 1)",
                argument(1).sql()));
  }

  private boolean givesSketch() {
    return arguments().size() == 1;
  }

  /** NaN where there is null; empty for null. */
  private double[] shares() {
    if (!(Constants.value(argument(1)) instanceof ArrayData shares)) {
      return new double[0];
    }
    return IntStream.range(0, shares.numElements())
        .mapToDouble(i -> shares.isNullAt(i) ? Double.NaN : shares.getDouble(i))
        .toArray();
  }

  @Override
  public DataType dataType() {
    return givesSketch()
        ? DataTypes.BinaryType
        : DataTypes.createArrayType(DataTypes.DoubleType, false);
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public KllDoublesSketch createAggregationBuffer() {
    return KllDoublesSketch.newHeapInstance(K);
  }

  @Override
  public KllDoublesSketch update(KllDoublesSketch sketch, InternalRow row) {
    Object value = value(0, row);
    if (value == null) {
      return sketch;
    }
    if (ofSketches) {
      sketch.merge(read((byte[]) value));
    } else if (!((Double) value).isNaN()) {
      sketch.update((Double) value);
    }
    return sketch;
  }

  private KllDoublesSketch read(byte[] bytes) {
    try {
      if (bytes.length < SHORTEST) {
        throw new IllegalArgumentException("shorter than any sketch");
      }
      return deserialize(bytes);
    } catch (RuntimeException e) { // which of them depends on the version of the sketches
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot merge %d bytes: they are no sketch (must be what approx_quantiles_sketch gives)",
              bytes.length),
          e);
    }
  }

  @Override
  public KllDoublesSketch merge(KllDoublesSketch sketch, KllDoublesSketch other) {
    sketch.merge(other);
    return sketch;
  }

  @Override
  public Object eval(KllDoublesSketch sketch) {
    if (sketch.isEmpty()) {
      return null;
    }
    return givesSketch()
        ? sketch.toByteArray()
        : new GenericArrayData(
            Arrays.stream(sketch.getQuantiles(shares())).boxed().toArray(Object[]::new));
  }

  @Override
  public byte[] serialize(KllDoublesSketch sketch) {
    return sketch.toByteArray();
  }

  @Override
  public KllDoublesSketch deserialize(byte[] bytes) {
    return KllDoublesSketch.heapify(Memory.wrap(bytes));
  }

  static List<SqlFunction<Expression>> all() {
    var functions = new ArrayList<SqlFunction<Expression>>();
    functions.add(
        new SqlFunction<>(
            "approx_quantiles",
            "agg_funcs",
            "_FUNC_(x, shares) - the values below which these shares of the numbers of a group are, by a KLL sketch: exact up to some thousand numbers, then off by less than 0.07 % in rank. Null and NaN are left out; null when there is nothing else.",
            List.of(
                new SqlFunction.Example(
                    "SELECT _FUNC_(id, array(0.0, 0.5, 1.0)) FROM range(1, 100)",
                    "[1.0, 50.0, 99.0]")),
            2,
            2,
            arguments -> new Quantiles("approx_quantiles", false, arguments)));
    functions.add(
        new SqlFunction<>(
            "approx_quantiles_sketch",
            "agg_funcs",
            "_FUNC_(x) - the KLL sketch of approx_quantiles as BINARY in the format of Apache DataSketches, to be stored and merged.",
            List.of(
                new SqlFunction.Example(
                    "SELECT length(_FUNC_(id)) > 0 FROM range(1, 100)", "true")),
            1,
            1,
            arguments -> new Quantiles("approx_quantiles_sketch", false, arguments)));
    functions.add(
        new SqlFunction<>(
            "approx_quantiles_merge",
            "agg_funcs",
            "_FUNC_(sketch[, shares]) - the sketches of a group as one, or the values below which these shares of all their numbers are.",
            List.of(
                new SqlFunction.Example(
                    "SELECT _FUNC_(s, array(0.5)) FROM (SELECT approx_quantiles_sketch(id) s FROM range(1, 100) GROUP BY id % 7)",
                    "[50.0]")),
            1,
            2,
            arguments -> new Quantiles("approx_quantiles_merge", true, arguments)));
    return functions;
  }
}
