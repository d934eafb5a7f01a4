package dev.p3.console;

import static org.apache.spark.sql.functions.hex;

import dev.p3.record.Records;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The first rows of an output and the number of all its rows.
 *
 * @param schema the columns
 * @param firstRows as text, null for null; long texts are cut
 * @param rows the number of all rows
 */
public record Preview(StructType schema, List<List<String>> firstRows, long rows) {
  public static final int ROWS = 20;
  private static final int WIDEST_CELL = 40;
  private static final int LONGEST_TEXT = 200;

  /**
   * Runs the rows' query, once.
   *
   * @param firstRows how many rows to keep, of each partition on the way
   */
  public static Preview of(Dataset<Row> output, int firstRows) {
    List<PartitionHead> heads =
        texts(output)
            .mapPartitions(
                (MapPartitionsFunction<Row, PartitionHead>)
                    partition -> List.of(head(partition, firstRows)).iterator(),
                Records.encoder(PartitionHead.class))
            .collectAsList();
    return new Preview(
        output.schema(),
        heads.stream().flatMap(head -> head.head().stream()).limit(firstRows).toList(),
        heads.stream().mapToLong(PartitionHead::rows).sum());
  }

  /**
   * Reads only the first rows of an output that is stored.
   *
   * @param schema the columns as they were written; some formats keep no types
   * @param rows the number of all rows
   */
  public static Preview ofStored(Dataset<Row> stored, StructType schema, int firstRows, long rows) {
    List<List<String>> head =
        texts(stored).limit(firstRows).collectAsList().stream().map(Preview::texts).toList();
    return new Preview(schema, head, rows);
  }

  /** The first {@value #ROWS} rows as a table. */
  public String table() {
    StructField[] fields = schema.fields();
    var table = new TextTable<>(firstRows.stream().limit(ROWS).toList());
    for (int i = 0; i < fields.length; i++) {
      int column = i;
      Function<List<String>, String> text = row -> cell(row.get(column));
      if (fields[i].dataType() instanceof NumericType) {
        table.right(fields[i].name(), text);
      } else {
        table.left(fields[i].name(), text);
      }
    }
    return table.toString();
  }

  private static String cell(String text) {
    return text == null ? "NULL" : cut(text, WIDEST_CELL);
  }

  private static PartitionHead head(Iterator<Row> partition, int firstRows) {
    var head = new ArrayList<List<String>>();
    long rows = 0;
    while (partition.hasNext()) {
      Row row = partition.next();
      if (rows++ < firstRows) {
        head.add(texts(row));
      }
    }
    return new PartitionHead(head, rows);
  }

  private static Dataset<Row> texts(Dataset<Row> rows) {
    return rows.select(
        Arrays.stream(rows.schema().fields()).map(Preview::text).toArray(Column[]::new));
  }

  private static Column text(StructField field) {
    Column column = Columns.named(field.name());
    Column text = field.dataType() instanceof BinaryType ? hex(column) : column.cast("string");
    return text.as(field.name());
  }

  /** Texts are cut where they are, so that long ones do not travel. */
  private static List<String> texts(Row row) {
    var texts = new ArrayList<String>(row.size());
    for (int i = 0; i < row.size(); i++) {
      texts.add(
          row.isNullAt(i)
              ? null
              : cut(row.getString(i).replaceAll("\\p{Cntrl}", " "), LONGEST_TEXT));
    }
    return texts;
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
