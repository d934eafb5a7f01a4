package dev.p3.data.files;

import dev.p3.data.CsvNulls;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.table.ColumnTypes;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How rows are written as CSV, to a directory and to standard output alike, so that p3 reads the
 * same rows again: null is nothing, and the empty text is {@code ""}; {@link CsvNulls} says what
 * they are in a table of one column.
 */
public final class CsvText {
  /** Spark's own default cuts a moment off at its milliseconds. */
  static final Map<String, String> WHOLE_TIMESTAMPS =
      Map.of(
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
          "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

  /** RFC 4180, and values as they are. */
  static final Map<String, String> OPTIONS =
      Map.of(
          "escape", "\"",
          "ignoreLeadingWhiteSpace", "false",
          "ignoreTrailingWhiteSpace", "false",
          "timestampFormat", WHOLE_TIMESTAMPS.get("timestampFormat"),
          "timestampNTZFormat", WHOLE_TIMESTAMPS.get("timestampNTZFormat"));

  /**
   * What Spark's reader must know besides: a value may have lines, the first of which Spark would
   * take for an example of how all lines end.
   */
  static final Map<String, String> READING = Map.of("multiLine", "true", "lineSep", "\n");

  private CsvText() {}

  /** The options with which to write rows of these columns. */
  public static Map<String, String> options(StructType schema) {
    return CsvNulls.written(schema, OPTIONS);
  }

  /** The rows as {@link #options} has them written. */
  public static Dataset<Row> escaped(Dataset<Row> rows) {
    return CsvNulls.escaped(rows, OPTIONS);
  }

  /**
   * Checks that a cell can hold each column.
   *
   * @param output what the user wrote, for the message
   * @throws BadUsageException naming every column that is nested or binary, or a first one whose
   *     name readers would change
   */
  public static void requireFlat(StructType schema, String output) {
    var faults = new Faults();
    for (StructField field : schema.fields()) {
      if (!ColumnTypes.isPlain(field.dataType())) {
        faults.add(
            "Cannot write '%s': column %s is %s, which CSV cannot hold; write parquet: or json:",
            output, field.name(), field.dataType().sql());
      }
    }
    if (schema.length() > 1 && schema.fieldNames()[0].startsWith(CsvNulls.BYTE_ORDER_MARK)) {
      faults.add(
          "Cannot write '%s': the name of its first column begins with a byte order mark (U+FEFF), which readers take away; write parquet: or json:",
          output);
    }
    faults.throwIfAny();
  }
}
