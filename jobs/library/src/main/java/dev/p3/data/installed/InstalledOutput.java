package dev.p3.data.installed;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import dev.p3.data.connect.Connectors;
import dev.p3.data.connect.Sources;
import dev.p3.fault.BadUsageException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What a data source of Spark's writes that p3 does not know more of, such as {@code delta:} or
 * {@code iceberg:}. Rows appear as the source lets them: those of table formats all at once, when
 * they are written.
 */
public final class InstalledOutput implements Output {
  private final DataLocation location;
  private final SaveMode mode;
  private final Map<String, String> options;

  public InstalledOutput(DataLocation location, boolean overwrite) {
    this(location, overwrite ? SaveMode.Overwrite : SaveMode.ErrorIfExists, location.options());
  }

  private InstalledOutput(DataLocation location, SaveMode mode, Map<String, String> options) {
    this.location = location;
    this.mode = mode;
    this.options = options;
  }

  /**
   * Batches of a stream, where the source can tell which ones it has.
   *
   * @throws BadUsageException when it cannot
   */
  public static StreamOutput stream(DataLocation location) {
    if (!location.source().orElseThrow().equals(InstalledSources.DELTA)) {
      throw new BadUsageException(
          "Cannot add batches to '%s': %s does not tell which batches it has, so that none is added twice (must be files, jdbc, kafka or delta)"
              .formatted(location.text(), location.source().orElseThrow()));
    }
    return new StreamOutput() {
      @Override
      public DataLocation location() {
        return location;
      }

      @Override
      public String place() {
        return location.path();
      }

      @Override
      public Output batch(Batch batch) {
        var options = new HashMap<>(location.options());
        options.put("txnAppId", batch.stream() + " " + place());
        options.put("txnVersion", Long.toString(batch.number()));
        return new InstalledOutput(location, SaveMode.Append, options);
      }
    };
  }

  @Override
  public DataLocation location() {
    return location;
  }

  @Override
  public void write(Dataset<Row> rows) {
    try {
      rows.write()
          .format(location.source().orElseThrow())
          .options(options)
          .mode(mode)
          .save(location.path());
    } catch (Exception e) { // sources throw what Spark does not declare
      if (mode == SaveMode.ErrorIfExists
          && String.valueOf(e.getMessage()).contains("already exist")) {
        throw Connectors.exists(location);
      }
      throw e;
    }
  }

  @Override
  public void commit() {
    // The source has done it.
  }

  @Override
  public void discard() {
    // Nothing is left that the source does not clear by itself.
  }

  @Override
  public Dataset<Row> read(SparkSession spark, StructType schema) {
    return new Sources(spark).loadSource(location);
  }
}
