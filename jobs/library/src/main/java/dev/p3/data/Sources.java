package dev.p3.data;

import dev.p3.job.BadUsageException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
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
   * Lines as one column {@code value}: BINARY and not decoded from text, STRING from tables.
   * Besides text, a table with one column or with a column {@code value} serves.
   *
   * @param encoding decides where lines of text end
   * @throws BadUsageException when text and tables are mixed, or a table has no such column
   */
  public Dataset<Row> lines(List<StoredInput> inputs, Charset encoding) {
    List<StoredInput> text = inputs.stream().filter(Sources::isText).toList();
    if (text.isEmpty()) {
      return valueColumn(table(inputs), inputs);
    }
    if (text.size() < inputs.size()) {
      throw new BadUsageException(
          "Cannot read '%s' with the tables of the same input: give either text or tables"
              .formatted(text.get(0).location().text()));
    }
    return textLines(text, encoding);
  }

  private Dataset<Row> textLines(List<StoredInput> inputs, Charset encoding) {
    if (WideLines.isWide(encoding)) {
      return WideLines.read(spark, inputs, encoding);
    }
    var options = Map.of("recursiveFileLookup", "true");
    return load(new Reading(DataFormat.TEXT, options), inputs)
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
    return table.select(Columns.named(column).cast("string").as("value"));
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
    // Spark looks into folders of folders only for partitions, unless told otherwise.
    boolean partitioned = input.files().stream().anyMatch(file -> isInPartition(input, file));
    options.putIfAbsent("recursiveFileLookup", Boolean.toString(!partitioned));
    return new Reading(format, options);
  }

  private static boolean isInPartition(StoredInput input, FileStatus file) {
    for (Path folder = file.getPath().getParent();
        folder != null && !input.roots().contains(folder);
        folder = folder.getParent()) {
      if (folder.getName().contains("=")) {
        return !input.roots().contains(file.getPath());
      }
    }
    return false;
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
