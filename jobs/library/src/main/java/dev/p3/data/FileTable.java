package dev.p3.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Column;
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
    SparkSession spark, StoredInput input, DataFormat format, Map<String, String> options) {
  private static final String INFER_SCHEMA = "inferSchema";
  private static final String MERGE_SCHEMA = "mergeSchema";

  /**
   * The rows.
   *
   * @param remarks takes what is to be said about columns
   */
  Dataset<Row> read(List<String> remarks) {
    return switch (format) {
      case CSV -> csv(remarks);
      case PARQUET, ORC -> binary();
      case JSON -> withPartitions(load(options));
      case TEXT -> load(options);
    };
  }

  private Dataset<Row> binary() {
    Dataset<Row> ofOneFile = load(with(MERGE_SCHEMA, "false"));
    boolean merges = is(MERGE_SCHEMA);
    FileColumns.requireAlike(spark, input, format, files(ofOneFile), merges);
    return withPartitions(merges ? load(options) : ofOneFile);
  }

  private Dataset<Row> withPartitions(Dataset<Row> rows) {
    StructType schema = rows.schema();
    StructType kept = partitions().kept(schema, is(INFER_SCHEMA, "false"));
    return kept.equals(schema) ? rows : load(options, kept);
  }

  private Dataset<Row> csv(List<String> remarks) {
    Dataset<Row> texts = load(with(INFER_SCHEMA, "false"));
    if (is("header") && !is("enforceSchema")) {
      CsvHeaders.require(input, files(texts), options, spark.sparkContext().hadoopConfiguration());
    }
    StructType all = texts.schema();
    StructType inFiles = isPartitioned() ? load(ofFilesAlone()).schema() : all;
    PartitionColumns partitions = partitions();
    if (all.isEmpty()
        || isPartitioned() && Arrays.stream(inFiles.fieldNames()).anyMatch(partitions::contains)) {
      return load(options); // nothing to look at, or columns that are in folders' names as well
    }
    if (inFiles.length() == 1) {
      SeparatorHint.of(inFiles.fieldNames()[0], "\n", '"')
          .map(hint -> hint.advice(input.location().path()))
          .ifPresent(advice -> remarks.add("'%s': %s".formatted(input.location().text(), advice)));
    }
    StructType kept = partitions.kept(all, !is(INFER_SCHEMA));
    return load(options, is(INFER_SCHEMA) ? typed(kept, inFiles.length(), remarks) : kept);
  }

  /** The schema with the types of its first columns, which are those in the files. */
  private StructType typed(StructType schema, int columns, List<String> remarks) {
    var reading = new TreeMap<>(with(INFER_SCHEMA, "false"));
    reading.put("enforceSchema", "true");
    reading.put("mode", "PERMISSIVE"); // the run reports what does not fit
    Dataset<Row> texts =
        load(reading, schema)
            .select(
                Arrays.stream(schema.fieldNames())
                    .limit(columns)
                    .map(Columns::named)
                    .toArray(Column[]::new));
    if (options.containsKey("samplingRatio")) {
      texts = texts.sample(Double.parseDouble(options.get("samplingRatio")), 1);
    }
    var kept = new ArrayList<CsvTypes.Kept>();
    StructType typed = CsvTypes.of(texts, options, kept);
    if (!kept.isEmpty()) {
      remarks.add(remark(kept));
    }
    for (int i = columns; i < schema.length(); i++) {
      typed = typed.add(schema.apply(i));
    }
    return typed;
  }

  private String remark(List<CsvTypes.Kept> kept) {
    return "to lose no digit, '%s' is read with %s"
        .formatted(
            input.location().text(),
            kept.stream()
                .map(
                    column ->
                        "%s as %s rather than %s"
                            .formatted(column.column(), column.exact().sql(), column.found().sql()))
                .collect(Collectors.joining(", ")));
  }

  private boolean isPartitioned() {
    return is("recursiveFileLookup", "false");
  }

  private PartitionColumns partitions() {
    return PartitionColumns.of(isPartitioned() ? input.files() : List.of());
  }

  private Map<String, String> ofFilesAlone() {
    Map<String, String> all = with(INFER_SCHEMA, "false");
    all.put("recursiveFileLookup", "true");
    all.remove("basePath");
    return all;
  }

  /** The files that Spark reads, which may be fewer than there are. */
  private List<FileStatus> files(Dataset<Row> rows) {
    Set<String> read = new HashSet<>(Arrays.asList(rows.inputFiles()));
    return input.files().stream()
        .filter(file -> read.contains(file.getPath().toUri().toString()))
        .toList();
  }

  private boolean is(String option) {
    return is(option, "true");
  }

  private boolean is(String option, String value) {
    return value.equalsIgnoreCase(options.get(option));
  }

  private Map<String, String> with(String option, String value) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(options);
    all.put(option, value);
    return all;
  }

  private Dataset<Row> load(Map<String, String> reading) {
    return spark.read().format(format.prefix()).options(reading).load(paths());
  }

  private Dataset<Row> load(Map<String, String> reading, StructType schema) {
    return spark.read().format(format.prefix()).options(reading).schema(schema).load(paths());
  }

  private String[] paths() {
    return input.roots().stream().map(Object::toString).toArray(String[]::new);
  }
}
