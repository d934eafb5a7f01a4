package dev.p3.udfs;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.catalyst.optimizer.NormalizeFloatingNumbers$;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.AnyDataType$;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A digest of rows that does not depend on their order or partitions: how many there are, and the
 * sum and the exclusive or of their hashes.
 *
 * <p>A row is hashed in Spark's binary form, which keeps nulls and the ends of nested values apart;
 * 0.0 equals -0.0 and every NaN the other, as in SQL. Names of columns do not count. Rows that
 * differ give digests that differ but for chance (about 1 in 2⁶⁴); not safe against someone who
 * wants two tables to look equal.
 */
final class RecordDigest extends P3Aggregate<long[]> {
  private static final long serialVersionUID = 1L;

  private static final long SEED = 42;
  private static final int ROWS = 0;
  private static final int SUM = 1;
  private static final int XOR = 2;

  private transient UnsafeProjection binary;
  private transient GenericInternalRow values;

  RecordDigest(List<Expression> arguments) {
    super("record_digest", arguments);
  }

  @Override
  RecordDigest with(List<Expression> others) {
    return new RecordDigest(others);
  }

  @Override
  public scala.collection.immutable.List<AbstractDataType> inputTypes() {
    AbstractDataType any = AnyDataType$.MODULE$;
    return Scala.list(arguments().stream().map(argument -> any).toList());
  }

  @Override
  TypeCheckResult checkConstants() {
    return arguments().stream().anyMatch(argument -> hasMap(argument.dataType()))
        ? Constants.failure(
            "a MAP has no order of its entries, and so no digest (turn it into an array by array_sort(map_entries(…)))")
        : super.checkConstants();
  }

  private static boolean hasMap(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).anyMatch(field -> hasMap(field.dataType()));
    }
    return type instanceof ArrayType array ? hasMap(array.elementType()) : type instanceof MapType;
  }

  @Override
  public DataType dataType() {
    return DataTypes.StringType;
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public long[] createAggregationBuffer() {
    return new long[3];
  }

  @Override
  public long[] update(long[] digest, InternalRow row) {
    if (binary == null) {
      List<Expression> arguments = arguments();
      var normalized = new Expression[arguments.size()];
      Arrays.setAll(
          normalized,
          i ->
              NormalizeFloatingNumbers$.MODULE$.normalize(
                  new BoundReference(i, arguments.get(i).dataType(), arguments.get(i).nullable())));
      binary = UnsafeProjection.create(Scala.list(List.of(normalized)));
      values = new GenericInternalRow(normalized.length);
    }
    for (int i = 0; i < values.numFields(); i++) {
      values.update(i, value(i, row));
    }
    UnsafeRow bytes = binary.apply(values);
    long hash =
        XXH64.hashUnsafeBytes(
            bytes.getBaseObject(), bytes.getBaseOffset(), bytes.getSizeInBytes(), SEED);
    digest[ROWS]++;
    digest[SUM] += hash;
    digest[XOR] ^= hash;
    return digest;
  }

  @Override
  public long[] merge(long[] digest, long[] other) {
    digest[ROWS] += other[ROWS];
    digest[SUM] += other[SUM];
    digest[XOR] ^= other[XOR];
    return digest;
  }

  @Override
  public Object eval(long[] digest) {
    return UTF8String.fromString(
        String.format(Locale.ROOT, "%d-%016x%016x", digest[ROWS], digest[SUM], digest[XOR]));
  }

  @Override
  public byte[] serialize(long[] digest) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * digest.length);
    bytes.asLongBuffer().put(digest);
    return bytes.array();
  }

  @Override
  public long[] deserialize(byte[] bytes) {
    long[] digest = createAggregationBuffer();
    ByteBuffer.wrap(bytes).asLongBuffer().get(digest);
    return digest;
  }

  static SqlFunction<Expression> function() {
    return new SqlFunction<>(
        "record_digest",
        "agg_funcs",
        "_FUNC_(value, ...) - a digest of the rows of a group, whatever their order: equal for tables with the same rows, each as often. `_FUNC_(*)` takes all columns, by their places.",
        List.of(
            new SqlFunction.Example(
                "SELECT (SELECT _FUNC_(*) FROM VALUES (1, 'a'), (2, 'b')) = (SELECT _FUNC_(*) FROM VALUES (2, 'b'), (1, 'a'))",
                "true")),
        1,
        Integer.MAX_VALUE,
        RecordDigest::new);
  }
}
