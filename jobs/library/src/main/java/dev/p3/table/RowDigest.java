package dev.p3.table;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A digest of rows that does not depend on their order or partitions: equal rows give equal digests
 * on every target, and rows that differ give digests that differ but for chance (about 1 in 2⁶⁴).
 * Not safe against someone who wants two Datasets to look equal.
 *
 * @param rows how many
 * @param hash sum and exclusive or of the rows' hashes
 */
public record RowDigest(long rows, String hash) {
  /** Enough to distinguish any two values of DOUBLE. */
  public static final int ALL_DIGITS = 17;

  /**
   * Digests a Dataset in one pass, without a shuffle of rows.
   *
   * @param rows of any columns but maps within other values
   */
  public static RowDigest of(Dataset<Row> rows) {
    Column[] hashed =
        Stream.concat(
                Stream.of(lit(rows.columns().length)),
                Arrays.stream(rows.schema().fields()).flatMap(RowDigest::hashed))
            .toArray(Column[]::new);
    Row digest =
        rows.select(xxhash64(hashed).as("hash"))
            .agg(count(lit(1)), sum(expr("cast(hash as decimal(20, 0))")), expr("bit_xor(hash)"))
            .first();
    BigDecimal sum = digest.isNullAt(1) ? BigDecimal.ZERO : digest.getDecimal(1);
    long xor = digest.isNullAt(2) ? 0 : digest.getLong(2);
    return new RowDigest(
        digest.getLong(0), String.format(Locale.ROOT, "%s-%016x", sum.toPlainString(), xor));
  }

  /** Digests a Dataset as {@link #of(Dataset)} does, of {@linkplain #rounded} numbers. */
  public static RowDigest of(Dataset<Row> rows, int significantDigits) {
    return of(rounded(rows, significantDigits));
  }

  /**
   * Rows with DOUBLE and FLOAT columns as texts of fewer digits: sums made in another order differ
   * in the last ones. Two numbers on either side of a rounding boundary still differ, however near
   * they are.
   *
   * @param significantDigits at least 1; with {@link #ALL_DIGITS} nothing is rounded
   */
  public static Dataset<Row> rounded(Dataset<Row> rows, int significantDigits) {
    if (significantDigits >= ALL_DIGITS) {
      return rows;
    }
    String format = "%." + (significantDigits - 1) + "e";
    Column[] rounded =
        Arrays.stream(rows.schema().fields())
            .map(field -> rounded(field, format))
            .toArray(Column[]::new);
    return rows.select(rounded);
  }

  private static Column rounded(StructField field, String format) {
    Column value = Columns.named(field.name());
    boolean isReal =
        field.dataType() instanceof DoubleType || field.dataType() instanceof FloatType;
    // Adding 0 makes one zero of two. A null would be the text "null".
    return isReal
        ? when(value.isNotNull(), format_string(format, value.plus(0.0))).as(field.name())
        : value;
  }

  /**
   * A null leaves Spark's hash as it was, so (null, x) and (x, null) need telling apart; and the
   * hash of an array does not show where the array ends, so nested values are hashed as JSON too.
   * Spark hashes no map, whose entries have no order.
   */
  private static Stream<Column> hashed(StructField field) {
    boolean map = field.dataType() instanceof MapType;
    Column named = Columns.named(field.name());
    Column value = map ? array_sort(map_entries(named)) : named;
    boolean nested =
        map || field.dataType() instanceof ArrayType || field.dataType() instanceof StructType;
    return nested
        ? Stream.of(value, value.isNull(), to_json(value, Map.of("ignoreNullFields", "false")))
        : Stream.of(value, value.isNull());
  }
}
