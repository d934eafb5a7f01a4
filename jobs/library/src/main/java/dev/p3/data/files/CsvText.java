package dev.p3.data.files;

import dev.p3.fault.BadUsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How rows are written as CSV, to a directory and to standard output alike. */
public final class CsvText {
  /** Spark's own default cuts a moment off at its milliseconds. */
  static final Map<String, String> WHOLE_TIMESTAMPS =
      Map.of(
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
          "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

  /** RFC 4180, and values as they are. */
  public static final Map<String, String> OPTIONS =
      Map.of(
          "escape", "\"",
          "ignoreLeadingWhiteSpace", "false",
          "ignoreTrailingWhiteSpace", "false",
          "timestampFormat", WHOLE_TIMESTAMPS.get("timestampFormat"),
          "timestampNTZFormat", WHOLE_TIMESTAMPS.get("timestampNTZFormat"));

  private CsvText() {}

  /**
   * Checks that a cell can hold each column.
   *
   * @param output what the user wrote, for the message
   * @throws BadUsageException naming every column that is nested or binary
   */
  public static void requireFlat(StructType schema, String output) {
    List<String> faults = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (!isFlat(field.dataType())) {
        faults.add(
            "Cannot write '%s': column %s is %s, which CSV cannot hold; write parquet: or json:"
                .formatted(output, field.name(), field.dataType().sql()));
      }
    }
    if (!faults.isEmpty()) {
      throw new BadUsageException(faults);
    }
  }

  private static boolean isFlat(DataType type) {
    return !(type instanceof StructType
        || type instanceof ArrayType
        || type instanceof MapType
        || type instanceof BinaryType);
  }
}
