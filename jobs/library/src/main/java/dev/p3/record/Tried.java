package dev.p3.record;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of which some make no record.
 *
 * @param good the records
 * @param bad the other rows with all their columns, and a column {@code reason STRING} that says
 *     why: what the record's constructor threw, a null for a primitive, a text that is no UUID
 */
public record Tried<R extends Record>(Dataset<R> good, Dataset<Row> bad) {
  /** The name of the column that says why. */
  public static final String REASON = "reason";
}
