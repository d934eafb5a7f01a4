package dev.p3.testkit;

import com.github.freva.asciitable.AsciiTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.opentest4j.AssertionFailedError;

/**
 * Assertions about the rows of a Dataset, whatever their order. Each computes the Dataset, and
 * collects it into this JVM.
 *
 * <pre>{@code
 * assertThat(totals).keyedBy("origin").within("mean", 1e-9).hasSameRowsAs(expected);
 * }</pre>
 */
public final class DatasetAssert {
  private static final int MOST_ROWS_SHOWN = 20;

  private final Dataset<Row> actual;
  private final Map<String, Double> tolerances = new HashMap<>();
  private final List<String> keys = new ArrayList<>();

  private DatasetAssert(Dataset<?> actual) {
    this.actual = actual.toDF();
  }

  /** Begins assertions about a Dataset. */
  public static DatasetAssert assertThat(Dataset<?> actual) {
    return new DatasetAssert(actual);
  }

  /** Lets the numbers of a column differ by as much as this from those expected. */
  public DatasetAssert within(String column, double tolerance) {
    tolerances.put(column, tolerance);
    return this;
  }

  /**
   * Names the columns that tell which row is which, so that a changed one is shown beside its old.
   */
  public DatasetAssert keyedBy(String... columns) {
    keys.addAll(List.of(columns));
    return this;
  }

  /** Fails unless the rows are the same, each as often, in columns of the same names and types. */
  public DatasetAssert hasSameRowsAs(Dataset<?> expected) {
    Dataset<Row> wanted = expected.toDF();
    hasSchema(wanted.schema());
    return requireSame(wanted.collectAsList());
  }

  /** Fails unless the rows are these, each as often as it is named. */
  public DatasetAssert hasRows(Row... expected) {
    for (Row row : expected) {
      if (row.size() != actual.columns().length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Cannot compare with the row %s: it has %d values, the Dataset has the %d columns %s",
                row,
                row.size(),
                actual.columns().length,
                Arrays.toString(actual.columns())));
      }
    }
    return requireSame(Arrays.asList(expected));
  }

  /** Fails when there is a row. */
  public DatasetAssert isEmpty() {
    return requireSame(List.of());
  }

  /** Fails unless there are so many rows. */
  public DatasetAssert hasCount(long rows) {
    long count = actual.count();
    if (count != rows) {
      throw new AssertionFailedError(
          String.format(Locale.ROOT, "Expected %,d rows, there are %,d", rows, count), rows, count);
    }
    return this;
  }

  /**
   * Fails unless the columns have these names and types, such as {@code "id BIGINT, name STRING"}.
   */
  public DatasetAssert hasSchema(String ddl) {
    return hasSchema(StructType.fromDDL(ddl));
  }

  /**
   * Fails unless the columns have these names and types; whether they take nulls does not matter.
   */
  public DatasetAssert hasSchema(StructType expected) {
    List<String> is = columns(actual.schema());
    List<String> wanted = columns(expected);
    if (is.equals(wanted)) {
      return this;
    }
    var lines = new ArrayList<String>();
    wanted.stream()
        .filter(column -> !is.contains(column))
        .forEach(column -> lines.add("missing: " + column));
    is.stream()
        .filter(column -> !wanted.contains(column))
        .forEach(column -> lines.add("not expected: " + column));
    if (lines.isEmpty()) {
      lines.add(
          "in another order: "
              + String.join(", ", is)
              + " (expected "
              + String.join(", ", wanted)
              + ")");
    }
    throw new AssertionFailedError(
        "The columns differ.\n  " + String.join("\n  ", lines),
        String.join(", ", wanted),
        String.join(", ", is));
  }

  /** Names and types, whether the columns take nulls or not. */
  static List<String> columns(StructType schema) {
    return Stream.of(schema.fields())
        .map(field -> field.name() + " " + field.dataType().sql().replace(" NOT NULL", ""))
        .toList();
  }

  private DatasetAssert requireSame(List<Row> wanted) {
    StructType schema = actual.schema();
    var toleranceAt = new HashMap<Integer, Double>();
    tolerances.forEach((column, tolerance) -> toleranceAt.put(index(schema, column), tolerance));
    List<List<Object>> is = actual.collectAsList().stream().map(RowValues::of).toList();
    RowDifference difference =
        RowDifference.of(
            is,
            wanted.stream().map(RowValues::of).toList(),
            toleranceAt,
            keys.stream().map(column -> index(schema, column)).toList());
    if (!difference.isEmpty()) {
      throw new AssertionFailedError(message(difference, schema, is.size(), wanted.size()));
    }
    return this;
  }

  private static int index(StructType schema, String column) {
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot compare by column '%s': there is none (there are %s)",
              column,
              String.join(", ", schema.fieldNames())));
    }
    return schema.fieldIndex(column);
  }

  private static String message(
      RowDifference difference, StructType schema, int rows, int expected) {
    var message = new StringBuilder();
    message.append(
        String.format(
            Locale.ROOT,
            "The rows differ: %,d are there, %,d were expected; %,d changed, %,d missing, %,d not expected.",
            rows,
            expected,
            difference.changed().size(),
            difference.missing().size(),
            difference.added().size()));
    append(
        message,
        "changed",
        schema,
        difference.changed().stream().map(DatasetAssert::changed).toList());
    append(message, "missing", schema, texts(difference.missing()));
    append(message, "not expected", schema, texts(difference.added()));
    return message.toString();
  }

  private static List<Object[]> texts(List<List<Object>> rows) {
    return rows.stream().map(row -> row.stream().map(String::valueOf).toArray()).toList();
  }

  /** The values, each that differs with the one expected. */
  private static Object[] changed(RowDifference.Changed row) {
    var texts = new Object[row.actual().size()];
    for (int i = 0; i < texts.length; i++) {
      Object is = row.actual().get(i);
      Object wanted = row.expected().get(i);
      texts[i] =
          Objects.equals(is, wanted) ? String.valueOf(is) : is + " (expected " + wanted + ")";
    }
    return texts;
  }

  private static void append(
      StringBuilder message, String title, StructType schema, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    String[] header = Stream.of(schema.fields()).map(StructField::name).toArray(String[]::new);
    message.append("\n\n").append(title).append('\n');
    message.append(
        AsciiTable.getTable(header, rows.stream().limit(MOST_ROWS_SHOWN).toArray(Object[][]::new)));
    if (rows.size() > MOST_ROWS_SHOWN) {
      message.append(String.format(Locale.ROOT, "%n… and %,d more", rows.size() - MOST_ROWS_SHOWN));
    }
  }
}
