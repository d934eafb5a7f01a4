package dev.p3;

import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A sample of p3's jar, copied to where every executor can read it. */
final class SampleTable {
  /** As the command line reads files: a quote in quotes is written twice. */
  private static final Map<String, String> CSV =
      Map.of("header", "true", "inferSchema", "true", "escape", "\"");

  private SampleTable() {}

  static Dataset<Row> read(SparkSession spark, SparkContext context, String name) {
    String file = copy(context, name).toString();
    if (name.endsWith(".parquet")) {
      return spark.read().parquet(file);
    }
    return name.endsWith(".csv") ? spark.read().options(CSV).csv(file) : spark.read().text(file);
  }

  private static Path copy(SparkContext context, String name) {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = ofThread == null ? P3.class.getClassLoader() : ofThread;
    try (InputStream sample = loader.getResourceAsStream("samples/" + name)) {
      if (sample == null || name.isEmpty() || name.endsWith("/")) {
        throw new BadUsageException(
            String.format(Locale.ROOT, "Cannot read sample '%s': there is no such sample", name));
      }
      Configuration hadoop = context.hadoopConfiguration();
      FileSystem storage = FileSystem.get(hadoop);
      String parent =
          storage.getScheme().equals("file") ? System.getProperty("java.io.tmpdir") : "/tmp";
      Path folder =
          storage.makeQualified(new Path(parent, "p3-samples-" + context.applicationId()));
      Path file = new Path(folder, name);
      if (!storage.exists(file)) {
        storage.deleteOnExit(folder);
        try (FSDataOutputStream copy = storage.create(file)) {
          sample.transferTo(copy);
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy sample '" + name + "' to the file system", e);
    }
  }
}
