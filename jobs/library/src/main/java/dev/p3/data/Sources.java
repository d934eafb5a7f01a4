package dev.p3.data;

import dev.p3.job.BadUsageException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Reads stored inputs as Datasets. */
public final class Sources {
  /**
   * RFC 4180 with a header and inferred types. A row that does not fit ends the run: Spark's own
   * default would turn it into nulls in silence. {@code columnPruning} is off because rows are
   * checked only when all their columns are parsed.
   */
  private static final Map<String, String> CSV =
      Map.of(
          "header", "true",
          "inferSchema", "true",
          "enforceSchema", "false",
          "escape", "\"",
          "mode", "FAILFAST",
          "columnPruning", "false");

  private static final Map<String, String> JSON = Map.of("mode", "FAILFAST");

  private final SparkSession spark;

  public Sources(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * A table; several inputs are one below the other, by column name.
   *
   * <p>Cost: CSV and JSON are read once more to find the columns' types.
   *
   * @throws BadUsageException when the format of an input cannot be told
   */
  public Dataset<Row> table(List<StoredInput> inputs) {
    return inputs.stream()
        .collect(Collectors.groupingBy(Sources::reading, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(group -> load(group.getKey(), group.getValue()))
        .reduce(byName())
        .orElseThrow();
  }

  /**
   * Lines as one column {@code value BINARY}, not decoded. Besides text, a table with one column of
   * text or with a column {@code value} serves.
   *
   * @param encoding decides where lines end
   */
  public Dataset<Row> lines(List<StoredInput> inputs, Charset encoding) {
    List<StoredInput> text = inputs.stream().filter(Sources::isText).toList();
    List<StoredInput> tables = inputs.stream().filter(input -> !isText(input)).toList();
    BinaryOperator<Dataset<Row>> both = Dataset::unionAll;
    Dataset<Row> fromTables = tables.isEmpty() ? null : valueColumn(table(tables), tables);
    Dataset<Row> fromText = text.isEmpty() ? null : textLines(text, encoding);
    if (fromText == null || fromTables == null) {
      return fromText == null ? fromTables : fromText;
    }
    return both.apply(fromText, fromTables);
  }

  private Dataset<Row> textLines(List<StoredInput> inputs, Charset encoding) {
    if (WideLines.isWide(encoding)) {
      return WideLines.read(spark, inputs, encoding);
    }
    return load(new Reading(DataFormat.TEXT, Map.of()), inputs)
        .select(functions.col("value").cast("binary").as("value"));
  }

  private static Dataset<Row> valueColumn(Dataset<Row> table, List<StoredInput> inputs) {
    List<String> columns = List.of(table.columns());
    if (columns.size() != 1 && !columns.contains("value")) {
      throw new BadUsageException(
          "Cannot read '%s' as lines: its columns are %s (must be one column, or have one named value); write text:%s to take it as text"
              .formatted(
                  inputs.get(0).location().text(),
                  String.join(", ", columns),
                  inputs.get(0).location().path()));
    }
    String column = columns.size() == 1 ? columns.get(0) : "value";
    return table.select(Columns.named(column).cast("string").cast("binary").as("value"));
  }

  private static boolean isText(StoredInput input) {
    return input.location().statedFormat().orElse(DataFormat.TEXT) == DataFormat.TEXT;
  }

  private Dataset<Row> load(Reading reading, List<StoredInput> inputs) {
    var options = new HashMap<String, String>();
    if (reading.format() == DataFormat.CSV) {
      options.putAll(CSV);
    }
    if (reading.format() == DataFormat.JSON) {
      options.putAll(JSON);
    }
    options.putAll(reading.options());
    // Globs were resolved when the input was looked up.
    options.put("__globPaths__", "false");
    DataFrameReader reader = spark.read().format(reading.format().prefix()).options(options);
    String[] paths =
        inputs.stream()
            .flatMap(input -> input.roots().stream())
            .map(Object::toString)
            .toArray(String[]::new);
    return reader.load(paths);
  }

  private static BinaryOperator<Dataset<Row>> byName() {
    return Dataset::unionByName;
  }

  private static Reading reading(StoredInput input) {
    DataFormat format = input.requiredFormat();
    var options = new HashMap<>(input.location().options());
    boolean tabs =
        input.files().stream()
            .anyMatch(file -> DataFormat.extension(file.getPath().getName()).equals("tsv"));
    if (format == DataFormat.CSV && tabs) {
      options.putIfAbsent("sep", "\t");
    }
    return new Reading(format, options);
  }

  /** What inputs must share to be read together. */
  private record Reading(DataFormat format, Map<String, String> options)
      implements Comparable<Reading> {
    @Override
    public int compareTo(Reading other) {
      int byFormat = format.compareTo(other.format);
      return byFormat != 0
          ? byFormat
          : new TreeMap<>(options).toString().compareTo(new TreeMap<>(other.options).toString());
    }
  }
}
