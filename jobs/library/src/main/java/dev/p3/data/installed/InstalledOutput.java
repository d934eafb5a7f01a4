package dev.p3.data.installed;

import dev.p3.data.Connector;
import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.fault.Cause;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What a data source of Spark's writes that p3 does not know more of, for example {@code delta:} or
 * {@code iceberg:}. Rows appear as the source lets them: those of table formats all at once, when
 * they are written.
 */
final class InstalledOutput implements Output {
  private final DataLocation location;
  private static final Pattern EXISTS =
      Pattern.compile("(.+_)?(PATH|TABLE|TABLE_OR_VIEW)_(ALREADY_)?EXISTS(\\..+)?");

  private final SaveMode mode;
  private final Map<String, String> options;

  InstalledOutput(DataLocation location, Connector.Existing existing) {
    this(
        location,
        existing == Connector.Existing.REPLACE ? SaveMode.Overwrite : SaveMode.ErrorIfExists,
        location.options());
  }

  private InstalledOutput(DataLocation location, SaveMode mode, Map<String, String> options) {
    this.location = location;
    this.mode = mode;
    this.options = options;
  }

  /** Adds rows to what is there. */
  static InstalledOutput appending(DataLocation location, Map<String, String> options) {
    return new InstalledOutput(location, SaveMode.Append, options);
  }

  @Override
  public DataLocation location() {
    return location;
  }

  @Override
  public Written write(Dataset<Row> rows) {
    try {
      rows.write()
          .format(location.source().orElseThrow())
          .options(options)
          .mode(mode)
          .save(location.path());
      return Written.uncounted();
    } catch (Exception e) { // sources throw what Spark does not declare
      if (mode == SaveMode.ErrorIfExists
          && Cause.causes(e).stream()
              .anyMatch(cause -> EXISTS.matcher(Cause.condition(cause)).matches())) {
        throw Output.exists(location);
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
    return InstalledConnector.read(location, spark);
  }
}
