package dev.p3.data;

import dev.p3.job.BadUsageException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

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
  private final List<String> remarks = new ArrayList<>();

  public Sources(SparkSession spark) {
    this.spark = spark;
  }

  /** What is to be said about the tables that were read: columns of another type than expected. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /**
   * A table; several inputs are one below the other, by column name.
   *
   * <p>Cost: CSV and JSON are read once more to find the columns' types. Of several files of CSV,
   * Parquet or ORC the header or footer of each is read first, by the driver.
   *
   * @throws BadUsageException when the format of an input cannot be told, the files of an input
   *     have different columns, or inputs have other columns than the first; what JSON leaves out
   *     is null
   */
  public Dataset<Row> table(List<StoredInput> inputs) {
    StoredInput first = inputs.get(0);
    Dataset<Row> all = load(first);
    for (StoredInput input : inputs.subList(1, inputs.size())) {
      Dataset<Row> next = load(input);
      boolean isJson = input.location().isFiles() && input.requiredFormat() == DataFormat.JSON;
      if (all.columns().length == 0) {
        all = next; // a file without a byte
      } else if (next.columns().length > 0) {
        if (!isJson) {
          requireSameColumns(first, all, input, next);
        }
        requireCommonTypes(first, all, input, next);
        all = all.unionByName(next, isJson);
      }
    }
    return all;
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
    return WideLines.isWide(encoding)
        ? WideLines.read(spark, text, encoding)
        : text.stream().map(this::textLines).reduce(Dataset::unionAll).orElseThrow();
  }

  private Dataset<Row> textLines(StoredInput input) {
    return load(input, DataFormat.TEXT, Map.of("recursiveFileLookup", "true"))
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
    return input.location().isFiles()
        && input.location().statedFormat().orElse(DataFormat.TEXT) == DataFormat.TEXT;
  }

  private static void requireSameColumns(
      StoredInput first, Dataset<Row> firstRows, StoredInput other, Dataset<Row> otherRows) {
    Set<String> expected = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    expected.addAll(Arrays.asList(firstRows.columns()));
    Set<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    found.addAll(Arrays.asList(otherRows.columns()));
    if (!expected.equals(found)) {
      throw new BadUsageException(
          "Cannot read '%s' below '%s': its columns are %s (must be %s)"
              .formatted(
                  other.location().text(),
                  first.location().text(),
                  String.join(", ", found),
                  String.join(", ", expected)));
    }
  }

  /** Spark's own common type of text and a number, say, would lose what only text can hold. */
  private static void requireCommonTypes(
      StoredInput first, Dataset<Row> firstRows, StoredInput other, Dataset<Row> otherRows) {
    var faults = new ArrayList<String>();
    for (StructField field : firstRows.schema().fields()) {
      for (StructField found : otherRows.schema().fields()) {
        if (found.name().equalsIgnoreCase(field.name())
            && !CommonTypes.exist(field.dataType(), found.dataType())) {
          faults.add(
              "Cannot read '%s' below '%s': its column %s is %s and not %s, and no type holds every value of both; write them with one type, or read CSV as text with csv,inferSchema=false:PATH"
                  .formatted(
                      other.location().text(),
                      first.location().text(),
                      found.name(),
                      found.dataType().sql(),
                      field.dataType().sql()));
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new BadUsageException(faults);
    }
  }

  private Dataset<Row> load(StoredInput input) {
    if (!input.location().isFiles()) {
      return loadSource(input.location());
    }
    DataFormat format = input.requiredFormat();
    var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    boolean tabs =
        input.files().stream()
            .anyMatch(file -> DataFormat.extension(file.getPath().getName()).equals("tsv"));
    if (format == DataFormat.CSV && tabs) {
      options.put("sep", "\t");
    }
    // Spark looks into folders of folders only for partitions, unless told otherwise.
    boolean partitioned = input.files().stream().anyMatch(file -> isInPartition(input, file));
    options.put("recursiveFileLookup", Boolean.toString(!partitioned));
    return load(input, format, options);
  }

  /** What a data source of Spark's that is no file format keeps. */
  Dataset<Row> loadSource(DataLocation location) {
    String source = location.source().orElseThrow();
    if (source.equals(JdbcTable.SOURCE)) {
      return JdbcTable.of(location).read(spark);
    }
    return spark.read().format(source).options(location.options()).load(location.path());
  }

  private Dataset<Row> load(StoredInput input, DataFormat format, Map<String, String> defaults) {
    var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER); // as Spark takes them
    options.putAll(defaults);
    if (format == DataFormat.CSV) {
      options.putAll(CSV);
    }
    if (format == DataFormat.JSON) {
      options.putAll(JSON);
    }
    options.putAll(input.location().options());
    // Globs were resolved when the input was looked up.
    options.put("__globPaths__", "false");
    return new FileTable(spark, input, format, options).read(remarks);
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
}
