package dev.p3.data.files;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import dev.p3.table.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What text cannot hold: it has a line for each row, and nothing to tell null from no text. */
final class TextOutput {
  private TextOutput() {}

  /**
   * The same rows; an action on them fails at a null, and at a text that has a line end.
   *
   * @param rows of one column of STRING
   * @param output what the user wrote, for the message
   */
  static Dataset<Row> checked(Dataset<Row> rows, String output) {
    String name = rows.columns()[0];
    Column text = Columns.named(name);
    return rows.select(
        when(text.isNull(), refused(output, "a row is null, which would be an empty line"))
            .when(text.rlike("[\r\n]"), refused(output, "a row has a line end in it"))
            .otherwise(text)
            .as(name));
  }

  private static Column refused(String output, String reason) {
    return raise_error(
            lit("Cannot write '" + output + "': " + reason + "; write csv: or json: instead"))
        .cast("string");
  }
}
