package dev.p3.data;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Reads CSV, with nulls told from empty texts in what p3 has written, and where all columns are
 * wanted as text. Elsewhere {@code ""} is null, as programs that quote every value write it.
 */
final class CsvTable {
  private static final String INFER_SCHEMA = "inferSchema";

  private final SparkSession spark;
  private final String[] paths;

  private CsvTable(SparkSession spark, StoredInput input) {
    this.spark = spark;
    this.paths = input.roots().stream().map(Object::toString).toArray(String[]::new);
  }

  /**
   * The rows.
   *
   * <p>Cost: of an output of p3 the header is read once more, and a task reads a whole file,
   * because a value may have lines.
   *
   * @param options of Spark's reader, which do not say what stands for null
   */
  static Dataset<Row> read(SparkSession spark, StoredInput input, Map<String, String> options) {
    var table = new CsvTable(spark, input);
    return isOutputOfP3(spark, input)
        ? table.own(options)
        : isFalse(options, INFER_SCHEMA)
            ? table.withNulls(options, table.schema(options))
            : table.reader(options).load(table.paths);
  }

  private Dataset<Row> own(Map<String, String> given) {
    var options = new HashMap<>(given);
    CsvOutput.READING.forEach(
        (name, value) -> {
          if (given.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
            options.put(name, value);
          }
        });
    var names = new HashMap<>(options);
    names.keySet().removeIf(INFER_SCHEMA::equalsIgnoreCase);
    var inferring = new HashMap<>(options);
    inferring.putAll(CsvNulls.inferred(schema(names).length()));
    return withNulls(options, schema(inferring));
  }

  private Dataset<Row> withNulls(Map<String, String> given, StructType schema) {
    if (schema.isEmpty()) {
      return reader(given).load(paths); // a file without a byte
    }
    var options = new HashMap<>(given);
    options.putAll(CsvNulls.read(schema));
    return CsvNulls.unescaped(reader(options).schema(schema).load(paths));
  }

  private StructType schema(Map<String, String> options) {
    return reader(options).load(paths).schema();
  }

  private DataFrameReader reader(Map<String, String> options) {
    return spark.read().format(DataFormat.CSV.prefix()).options(options);
  }

  private static boolean isFalse(Map<String, String> options, String name) {
    return options.entrySet().stream()
        .filter(option -> option.getKey().equalsIgnoreCase(name))
        .anyMatch(option -> option.getValue().equalsIgnoreCase("false"));
  }

  private static boolean isOutputOfP3(SparkSession spark, StoredInput input) {
    try {
      for (Path root : input.roots()) {
        FileSystem storage = root.getFileSystem(spark.sparkContext().hadoopConfiguration());
        Path folder = storage.getFileStatus(root).isDirectory() ? root : root.getParent();
        if (!storage.exists(new Path(folder, "_p3"))) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false; // the reader tells what is wrong
    }
  }
}
