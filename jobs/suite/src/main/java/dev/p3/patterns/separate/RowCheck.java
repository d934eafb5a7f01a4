package dev.p3.patterns.separate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A condition that good rows fulfil. As in SQL, a row for which it is null is not refused.
 *
 * @param column the column that it is declared with; null when it is about the row
 * @param condition a boolean SQL expression over the columns
 * @param position where the condition begins in the schema's text
 */
public record RowCheck(String column, String condition, int position) implements Serializable {
  /**
   * Those of the schema's columns that the condition reads: without one of them Spark refuses it.
   *
   * @param empty the schema's columns, without rows
   */
  List<String> columns(Dataset<Row> empty) {
    String text = condition.toLowerCase(Locale.ROOT);
    return Arrays.stream(empty.columns())
        .filter(name -> text.contains(name.replace("`", "``").toLowerCase(Locale.ROOT)))
        .filter(name -> !isReadable(empty.drop(name)))
        .toList();
  }

  private boolean isReadable(Dataset<Row> rows) {
    try {
      return rows.select(functions.expr(condition)).columns().length == 1;
    } catch (Exception e) { // checked in Scala, and so not declared
      return false;
    }
  }
}
