package dev.p3.data;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.p3.table.Columns;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What stands for null in CSV, and what for the empty text.
 *
 * <p>Null is nothing, and the empty text is {@code ""}. In a table of one column nothing would be
 * an empty line, which readers pass over, so there null is {@code ""}; where that column is text,
 * and {@code ""} the empty text, null is {@code \N}, and a text that is {@code \N}, or that with
 * more backslashes, is written with one backslash more.
 */
public final class CsvNulls {
  static final String NULL_VALUE = "nullValue";
  static final String EMPTY_VALUE = "emptyValue";
  public static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final String QUOTED_NOTHING = "\"\"";
  private static final String NULL_TEXT = "\\N";
  private static final UTF8String NULL = UTF8String.fromString(NULL_TEXT);

  // Unicode keeps these characters for the insides of programs, so no text holds them.
  private static final String NO_TEXT = "\uFDD0null\uFDD0";
  private static final String NO_VALUE = "\uFDD0empty\uFDD0";

  private CsvNulls() {}

  /**
   * Options of Spark's writer.
   *
   * @param given options that win, unless they would write an empty line
   */
  public static Map<String, String> written(StructType schema, Map<String, String> given) {
    var options = new HashMap<>(given);
    String first = schema.length() == 0 ? "" : schema.fieldNames()[0];
    boolean isAlone = schema.length() == 1;
    if (isAlone) {
      if (isBlank(options, NULL_VALUE)) {
        options.put(NULL_VALUE, isLoneText(schema) ? NULL_TEXT : QUOTED_NOTHING);
      }
      if (isBlank(options, EMPTY_VALUE)) {
        options.put(EMPTY_VALUE, QUOTED_NOTHING);
      }
    }
    // Readers would pass over a header that is a blank line, and take a byte order mark away.
    // Beside
    // other columns quotes would make nulls empty texts.
    if (isAlone && (first.isBlank() || first.startsWith(BYTE_ORDER_MARK))) {
      options.putIfAbsent("quoteAll", "true");
    }
    return options;
  }

  /** The rows as {@link #written} has them written. */
  public static Dataset<Row> escaped(Dataset<Row> rows, Map<String, String> given) {
    if (!isLoneText(rows.schema()) || !isBlank(given, NULL_VALUE)) {
      return rows;
    }
    String name = rows.columns()[0];
    Column text = Columns.named(name);
    return rows.select(
        when(text.rlike("^\\\\+N$"), concat(lit("\\"), text)).otherwise(text).as(name));
  }

  /** Options of Spark's reader for columns of text, or for what {@link #written} has written. */
  public static Map<String, String> read(StructType schema) {
    boolean isAlone = schema.length() == 1;
    return isAlone && !isLoneText(schema)
        ? Map.of()
        : Map.of(NULL_VALUE, isAlone ? NULL_TEXT : NO_TEXT);
  }

  /**
   * The rows that were {@link #escaped}, after they were read with the options of {@link #read}.
   */
  public static Dataset<Row> unescaped(Dataset<Row> rows) {
    if (!isLoneText(rows.schema())) {
      return rows;
    }
    String name = rows.columns()[0];
    Column text = Columns.named(name);
    return rows.select(
        when(text.rlike("^\\\\{2,}N$"), text.substr(lit(2), length(text)))
            .otherwise(text)
            .as(name));
  }

  /** The value that a text stands for which is alone in its row; may be null. */
  public static UTF8String value(UTF8String text) {
    if (text == null || !text.endsWith(NULL) || !isBackslashes(text)) {
      return text;
    }
    return text.equals(NULL) ? null : text.substring(1, text.numChars());
  }

  private static boolean isBackslashes(UTF8String text) {
    byte[] bytes = text.getBytes();
    for (int i = 0; i < bytes.length - 1; i++) {
      if (bytes[i] != '\\') {
        return false;
      }
    }
    return true;
  }

  /** Options by which Spark's reader finds that a column with an empty text is one of text. */
  public static Map<String, String> inferred(int columns) {
    return columns == 1 ? Map.of() : Map.of(EMPTY_VALUE, NO_VALUE);
  }

  private static boolean isLoneText(StructType schema) {
    return schema.length() == 1 && isText(schema.fields()[0]);
  }

  private static boolean isText(StructField field) {
    return field.dataType().equals(DataTypes.StringType);
  }

  /** Whether options leave it to p3 what stands for null and the empty text. */
  public static boolean areUsual(Map<String, String> options) {
    return isBlank(options, NULL_VALUE) && isBlank(options, EMPTY_VALUE);
  }

  /** Whether an option, whose name Spark takes in any case, says nothing. */
  private static boolean isBlank(Map<String, String> options, String name) {
    return options.entrySet().stream()
        .filter(option -> option.getKey().equalsIgnoreCase(name))
        .allMatch(option -> option.getValue().isBlank());
  }
}
