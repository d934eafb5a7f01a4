package dev.p3.data;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A digest of rows that does not depend on their order or partitions: equal rows give equal digests
 * on every target, and rows that differ give digests that differ but for chance (about 1 in 2⁶⁴).
 * Not safe against someone who wants two Datasets to look equal.
 *
 * @param rows how many
 * @param hash sum and exclusive or of the rows' hashes
 */
public record RowDigest(long rows, String hash) {
  /**
   * Digests a Dataset in one pass, without a shuffle of rows.
   *
   * @param rows of any columns but maps
   */
  public static RowDigest of(Dataset<Row> rows) {
    // A null leaves Spark's hash as it was, so (null, x) and (x, null) need telling apart.
    Column[] hashed =
        Stream.concat(
                Arrays.stream(rows.columns()).map(Columns::named),
                Arrays.stream(rows.columns()).map(name -> Columns.named(name).isNull()))
            .toArray(Column[]::new);
    Row digest =
        rows.select(xxhash64(hashed).as("hash"))
            .agg(count(lit(1)), sum(expr("cast(hash as decimal(20, 0))")), expr("bit_xor(hash)"))
            .first();
    BigDecimal sum = digest.isNullAt(1) ? BigDecimal.ZERO : digest.getDecimal(1);
    long xor = digest.isNullAt(2) ? 0 : digest.getLong(2);
    return new RowDigest(digest.getLong(0), "%s-%016x".formatted(sum.toPlainString(), xor));
  }
}
