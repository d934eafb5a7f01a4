package dev.p3.data.raw;

import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;

/** The rows of some files. Where rows begin is found out once, however often they are read. */
final class RawTable implements SupportsRead {
  private final StructType schema;
  private final Settings settings;
  private Broadcast<SerializableConfiguration> hadoop;
  private RawPartition[] partitions;

  RawTable(StructType schema, Settings settings) {
    this.schema = schema;
    this.settings = settings;
  }

  /**
   * What to read.
   *
   * @param root the input's first path, which names it in figures
   */
  record Settings(String root, List<RawFile> files, RawReading reading) implements Serializable {
    private static final String KEY = "settings";

    Settings {
      files = List.copyOf(files);
    }

    /** As an option of a reader, which is text. */
    Map<String, String> asOptions() {
      var bytes = new ByteArrayOutputStream();
      try (var objects = new ObjectOutputStream(bytes)) {
        objects.writeObject(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of(KEY, Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    static Settings of(Map<String, String> options) {
      byte[] bytes = Base64.getDecoder().decode(options.get(KEY));
      try (var objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
        return (Settings) objects.readObject();
      } catch (IOException | ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public String name() {
    return settings.root();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in Spark 3.5 and 4.0
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new RawScan(this, schema);
  }

  Settings settings() {
    return settings;
  }

  synchronized Broadcast<SerializableConfiguration> hadoop() {
    if (hadoop == null) {
      var context = JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
      hadoop = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    }
    return hadoop;
  }

  synchronized RawPartition[] partitions() {
    if (partitions == null) {
      try {
        List<List<RawRange>> tasks =
            settings.reading().plan(SparkSession.active(), settings.files(), hadoop());
        var hosts = new RangeHosts(hadoop().value().value());
        var planned = new RawPartition[tasks.size()];
        for (int i = 0; i < planned.length; i++) {
          planned[i] = new RawPartition(tasks.get(i), hosts.of(tasks.get(i)));
        }
        partitions = planned;
      } catch (IOException e) {
        throw new JobFailedException(
            String.format(Locale.ROOT, "Cannot read '%s': %s", settings.root(), Cause.firstLine(e)),
            e);
      }
    }
    return partitions;
  }
}
