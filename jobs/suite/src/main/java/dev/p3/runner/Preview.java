package dev.p3.runner;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.HorizontalAlign;
import dev.p3.data.Columns;
import dev.p3.record.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The first rows of an output and the number of all its rows, found in one pass.
 *
 * @param schema the columns
 * @param firstRows at most {@link #ROWS} rows, as text
 * @param rows the number of all rows
 */
record Preview(StructType schema, List<List<String>> firstRows, long rows) {
  static final int ROWS = 20;
  private static final int WIDEST_CELL = 40;

  /** Runs the rows' query. */
  static Preview of(Dataset<Row> output) {
    Column[] texts =
        Arrays.stream(output.schema().fields()).map(Preview::text).toArray(Column[]::new);
    List<PartitionHead> heads =
        output
            .select(texts)
            .mapPartitions(
                (MapPartitionsFunction<Row, PartitionHead>)
                    partition -> List.of(head(partition)).iterator(),
                Records.encoder(PartitionHead.class))
            .collectAsList();
    return new Preview(
        output.schema(),
        heads.stream().flatMap(head -> head.head().stream()).limit(ROWS).toList(),
        heads.stream().mapToLong(PartitionHead::rows).sum());
  }

  /** The rows as a table. */
  String table() {
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
        Arrays.stream(schema.fields())
            .map(Preview::column)
            .toArray(com.github.freva.asciitable.Column[]::new),
        firstRows.stream().map(row -> row.toArray(String[]::new)).toArray(String[][]::new));
  }

  private static com.github.freva.asciitable.Column column(StructField field) {
    boolean isNumber = field.dataType() instanceof NumericType;
    return new com.github.freva.asciitable.Column()
        .header(field.name())
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(isNumber ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT);
  }

  private static PartitionHead head(Iterator<Row> partition) {
    var head = new ArrayList<List<String>>();
    long rows = 0;
    while (partition.hasNext()) {
      Row row = partition.next();
      if (rows++ < ROWS) {
        head.add(texts(row));
      }
    }
    return new PartitionHead(head, rows);
  }

  private static Column text(StructField field) {
    Column column = Columns.named(field.name());
    Column text = field.dataType() instanceof BinaryType ? hex(column) : column.cast("string");
    return coalesce(text, lit("NULL")).as(field.name());
  }

  /** Cells are cut where they are, so that wide ones do not travel. */
  private static List<String> texts(Row row) {
    var texts = new ArrayList<String>(row.size());
    for (int i = 0; i < row.size(); i++) {
      String text = row.getString(i).replaceAll("\\p{Cntrl}", " ");
      texts.add(text.length() <= WIDEST_CELL ? text : text.substring(0, WIDEST_CELL - 1) + "…");
    }
    return texts;
  }
}
