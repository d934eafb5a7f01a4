package dev.p3.data.connect;

import dev.p3.data.Ability;
import dev.p3.data.DataFormat;
import dev.p3.data.InputReading;
import dev.p3.data.StoredInput;
import dev.p3.data.raw.RawRows;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.table.Columns;
import dev.p3.table.CommonTypes;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** Reads stored inputs as Datasets. */
public final class Sources {
  private final InputReading reading;

  public Sources(SparkSession spark) {
    this(InputReading.by(spark));
  }

  public Sources(InputReading reading) {
    this.reading = reading;
  }

  /**
   * A table; several inputs are one below the other, by column name.
   *
   * <p>Numbers of CSV and JSON are BIGINT or DOUBLE where these hold every digit, else DECIMAL,
   * else STRING.
   *
   * <p>Cost: CSV and JSON are read once more to find the columns' types. Of several files of CSV,
   * Parquet or ORC the header or footer of each is read first, by the driver.
   *
   * @throws BadUsageException when the format of an input cannot be told, the files of an input
   *     have different columns, inputs have other columns than the first, or a column has a name of
   *     p3's own; what JSON leaves out is null
   */
  public Dataset<Row> table(List<StoredInput> inputs) {
    StoredInput first = inputs.get(0);
    Dataset<Row> all = load(first);
    for (StoredInput input : inputs.subList(1, inputs.size())) {
      Dataset<Row> next = load(input);
      boolean omitsNulls = input.connector().omitsNulls(input);
      if (all.columns().length == 0) {
        all = next; // a file without a byte
      } else if (next.columns().length > 0) {
        if (!omitsNulls) {
          requireSameColumns(first, all, input, next);
        }
        requireCommonTypes(first, all, input, next);
        all = all.unionByName(next, omitsNulls);
      }
    }
    requireNoOwnNames(first, all);
    return all;
  }

  /**
   * Lines as one column {@code value}: BINARY and not decoded from text, STRING from tables.
   * Besides text, a table with one column or with a column {@code value} serves.
   *
   * @param encoding decides where lines of text end
   * @param inBlocks whether a value may hold many lines, with their line ends
   * @throws BadUsageException when text and tables are mixed, or a table has no such column
   */
  public Dataset<Row> lines(List<StoredInput> inputs, Charset encoding, boolean inBlocks) {
    List<StoredInput> text = inputs.stream().filter(Sources::isText).toList();
    if (text.isEmpty()) {
      return valueColumn(table(inputs), inputs);
    }
    if (text.size() < inputs.size()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s' with the tables of the same input: give either text or tables",
              text.get(0).location().text()));
    }
    return text.stream()
        .map(
            input ->
                inBlocks
                    ? input.connector().blocks(input, encoding, reading)
                    : input.connector().lines(input, encoding, reading))
        .reduce(Dataset::unionAll)
        .orElseThrow();
  }

  private static Dataset<Row> valueColumn(Dataset<Row> table, List<StoredInput> inputs) {
    List<String> columns = List.of(table.columns());
    if (columns.size() != 1 && !columns.contains("value")) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s' as lines: its columns are %s (must be one column, or have one named value); write text:%s to take it as text",
              inputs.get(0).location().text(),
              String.join(", ", columns),
              inputs.get(0).location().path()));
    }
    String column = columns.size() == 1 ? columns.get(0) : "value";
    return table.select(Columns.named(column).cast("string").as("value"));
  }

  private static boolean isText(StoredInput input) {
    return input.can(Ability.LINES)
        && input.location().statedFormat().orElse(DataFormat.TEXT) == DataFormat.TEXT;
  }

  /**
   * Every row of several inputs as text, one below the other; {@link dev.p3.data.raw.RawRows} has
   * the columns.
   *
   * @param columns the names of the wanted columns, as the rows are to have them
   * @throws BadUsageException when an input's options make no sense or it lacks a column, with
   *     every fault
   */
  public Dataset<Row> raw(List<StoredInput> inputs, List<String> columns) {
    var faults = new Faults();
    var tables = new ArrayList<Dataset<Row>>();
    for (StoredInput input : inputs) {
      faults.orFault(() -> input.connector().raw(input, columns, reading)).ifPresent(tables::add);
    }
    faults.throwIfAny();
    return tables.stream().reduce(Dataset::unionAll).orElseThrow();
  }

  /** Jobs add columns of such names for themselves. */
  private static void requireNoOwnNames(StoredInput input, Dataset<Row> rows) {
    var faults = new Faults();
    for (String column : rows.columns()) {
      if (RawRows.isOwn(column)) {
        faults.add(
            "Cannot take column '%s' of '%s': names that begin with %s are p3's own; rename it in the input",
            column, input.location().text(), RawRows.OWN);
      }
    }
    faults.throwIfAny();
  }

  private static void requireSameColumns(
      StoredInput first, Dataset<Row> firstRows, StoredInput other, Dataset<Row> otherRows) {
    Set<String> expected = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    expected.addAll(Arrays.asList(firstRows.columns()));
    Set<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    found.addAll(Arrays.asList(otherRows.columns()));
    if (!expected.equals(found)) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot append '%s' to '%s': its columns are %s (must be %s)",
              other.location().text(),
              first.location().text(),
              String.join(", ", found),
              String.join(", ", expected)));
    }
  }

  /** Spark's own common type of text and a number, say, would lose what only text can hold. */
  private static void requireCommonTypes(
      StoredInput first, Dataset<Row> firstRows, StoredInput other, Dataset<Row> otherRows) {
    var faults = new Faults();
    for (StructField field : firstRows.schema().fields()) {
      for (StructField found : otherRows.schema().fields()) {
        if (found.name().equalsIgnoreCase(field.name())
            && !CommonTypes.exist(field.dataType(), found.dataType())) {
          faults.add(
              "Cannot append '%s' to '%s': its column %s is %s and not %s, and no type holds every value of both; write them with one type, or read CSV as text with csv,inferSchema=false:PATH",
              other.location().text(),
              first.location().text(),
              found.name(),
              found.dataType().sql(),
              field.dataType().sql());
        }
      }
    }
    faults.throwIfAny();
  }

  private Dataset<Row> load(StoredInput input) {
    return input.connector().table(input, reading);
  }
}
