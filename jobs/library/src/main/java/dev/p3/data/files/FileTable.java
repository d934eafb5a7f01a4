package dev.p3.data.files;

import dev.p3.data.DataFormat;
import dev.p3.data.InputReading;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the files of one input as a table, of which no column is dropped and no digit lost.
 *
 * @param options of Spark's reader, found whatever their case
 */
record FileTable(
    InputReading reading, StoredInput input, DataFormat format, Map<String, String> options) {
  private static final String INFER_SCHEMA = "inferSchema";
  private static final String MERGE_SCHEMA = "mergeSchema";
  private static final String RECURSIVE = "recursiveFileLookup";

  /**
   * RFC 4180 with a header and inferred types. A row that does not fit ends the run: Spark's own
   * default would turn it into nulls in silence. {@code columnPruning} is off because rows are
   * checked only when all their columns are parsed.
   */
  private static final Map<String, String> CSV =
      Map.of(
          "header",
          "true",
          INFER_SCHEMA,
          "true",
          "enforceSchema",
          "false",
          "escape",
          "\"",
          "mode",
          "FAILFAST",
          "columnPruning",
          "false");

  private static final Map<String, String> JSON = Map.of("mode", "FAILFAST");

  /** The table that an input's format says. */
  static FileTable of(StoredInput input, InputReading reading) {
    DataFormat format = input.requiredFormat();
    Map<String, String> options = noOptions();
    if (format == DataFormat.CSV) {
      options.putAll(CSV);
      if (FileConnector.hasTabs(input)) {
        options.put("sep", "\t");
      }
      if (isWide(input.location().options())) {
        options.put("multiLine", "true"); // a line feed of one byte ends no line there
      }
    }
    if (format == DataFormat.JSON) {
      options.putAll(JSON);
    }
    // Spark looks into folders of folders only for partitions, unless told otherwise.
    boolean partitioned = input.files().stream().anyMatch(file -> isInPartition(input, file));
    options.put(RECURSIVE, Boolean.toString(!partitioned));
    return of(input, reading, format, options);
  }

  /** The lines of an input, whatever its format. */
  static FileTable ofText(StoredInput input, InputReading reading) {
    Map<String, String> options = noOptions();
    options.put(RECURSIVE, "true");
    return of(input, reading, DataFormat.TEXT, options);
  }

  private static FileTable of(
      StoredInput input, InputReading reading, DataFormat format, Map<String, String> options) {
    options.putAll(input.location().options());
    // Globs were resolved when the input was looked up.
    options.put("__globPaths__", "false");
    return new FileTable(reading, input, format, options);
  }

  private static boolean isWide(Map<String, String> given) {
    Map<String, String> options = noOptions();
    options.putAll(given);
    String encoding = options.getOrDefault("encoding", options.getOrDefault("charset", "UTF-8"));
    return Utf16Lines.isWide(Charset.forName(encoding));
  }

  private static Map<String, String> noOptions() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER); // as Spark takes them
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

  /** The rows. */
  Dataset<Row> read() {
    return switch (format) {
      case CSV -> new CsvTable(this).read();
      case PARQUET, ORC -> binary();
      case JSON -> json();
      case TEXT -> load(options);
    };
  }

  private Dataset<Row> json() {
    Optional<StructType> columns = JsonTables.columns(spark(), input, options);
    columns.ifPresent(this::requireNotInFoldersToo);
    return withPartitions(
        columns
            .map(found -> is("inferTimestamp") ? withMoments(found) : found)
            .map(schema -> load(options, schema))
            .orElseGet(() -> load(options)));
  }

  private StructType withMoments(StructType columns) {
    return JsonTables.withMoments(columns, load(options).schema());
  }

  /**
   * Spark would take a column's values from the names of the folders, and leave out those in the
   * files.
   *
   * @throws BadUsageException when a column is in both
   */
  void requireNotInFoldersToo(StructType inFiles) {
    PartitionColumns folders = partitions();
    List<String> both = Arrays.stream(inFiles.fieldNames()).filter(folders::contains).toList();
    if (!both.isEmpty()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s': %s in the files and in the names of their folders, too; rename it in either, or write %s,recursiveFileLookup=true:%s to leave the folders' columns out",
              input.location().text(),
              both.size() == 1
                  ? "column " + both.get(0) + " is"
                  : "columns " + String.join(", ", both) + " are",
              format.prefix(),
              input.location().path()));
    }
  }

  SparkSession spark() {
    return reading.spark();
  }

  private Dataset<Row> binary() {
    Dataset<Row> ofOneFile = ofOneFile();
    boolean merges = is(MERGE_SCHEMA);
    if (FileColumns.ofEachJob(input.files()).size() > 1) { // else Spark need not be asked
      FileColumns.requireAlike(spark(), input, format, files(ofOneFile), merges);
    }
    if (isPartitioned()) {
      requireNotInFoldersToo(load(ofFilesAlone()).schema());
    }
    return withPartitions(merges ? load(options) : ofOneFile);
  }

  private Dataset<Row> ofOneFile() {
    Map<String, String> ofOne = with(MERGE_SCHEMA, "false");
    Optional<StructType> known =
        isPlainParquet() ? FileColumns.ofFirst(spark(), input) : Optional.empty();
    try {
      return known.map(schema -> load(ofOne, schema)).orElseGet(() -> load(ofOne));
    } catch (Exception e) { // Spark throws some that it does not declare
      if (format == DataFormat.ORC) {
        FileColumns.requireRows(spark(), input);
      }
      throw e;
    }
  }

  /** Whether Spark reads all files, and takes all columns from the first. */
  private boolean isPlainParquet() {
    return format == DataFormat.PARQUET
        && !isPartitioned()
        && input.location().options().isEmpty()
        && !input.files().isEmpty();
  }

  private Dataset<Row> withPartitions(Dataset<Row> rows) {
    StructType schema = rows.schema();
    StructType kept = partitions().kept(schema, is(INFER_SCHEMA, "false"));
    return kept.equals(schema) ? rows : load(options, kept);
  }

  boolean isPartitioned() {
    return is("recursiveFileLookup", "false");
  }

  PartitionColumns partitions() {
    return PartitionColumns.of(
        isPartitioned() ? input.files() : List.of(),
        options.containsKey("basePath") ? List.of() : input.roots());
  }

  Map<String, String> ofFilesAlone() {
    Map<String, String> all = with(INFER_SCHEMA, "false");
    all.put("recursiveFileLookup", "true");
    all.remove("basePath");
    return all;
  }

  /** The files that Spark reads, which may be fewer than there are. */
  List<FileStatus> files(Dataset<Row> rows) {
    Set<String> read = new HashSet<>(Arrays.asList(rows.inputFiles()));
    return input.files().stream()
        .filter(file -> read.contains(file.getPath().toUri().toString()))
        .toList();
  }

  boolean is(String option) {
    return is(option, "true");
  }

  boolean is(String option, String value) {
    return value.equalsIgnoreCase(options.get(option));
  }

  Map<String, String> with(String option, String value) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(options);
    all.put(option, value);
    return all;
  }

  Dataset<Row> load(Map<String, String> reading) {
    return spark().read().format(format.prefix()).options(reading).load(paths());
  }

  Dataset<Row> load(Map<String, String> reading, StructType schema) {
    return spark().read().format(format.prefix()).options(reading).schema(schema).load(paths());
  }

  private String[] paths() {
    return input.roots().stream().map(Object::toString).toArray(String[]::new);
  }
}
