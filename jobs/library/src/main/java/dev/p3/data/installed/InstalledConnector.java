package dev.p3.data.installed;

import static org.apache.spark.sql.functions.lit;

import dev.p3.data.Ability;
import dev.p3.data.Connector;
import dev.p3.data.DataLocation;
import dev.p3.data.InputReading;
import dev.p3.data.Output;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.data.raw.RawRows;
import dev.p3.fault.BadUsageException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Any data source that is installed in Spark and that p3 has no connector for, for example {@code
 * delta}, {@code iceberg} or {@code avro}.
 */
public final class InstalledConnector implements Connector {
  private static final String DELTA = "delta";
  private static final String REGISTRATION = "spark.kryo.registrationRequired";

  @Override
  public boolean takes(DataLocation location) {
    return location.source().isPresent();
  }

  @Override
  public Set<Ability> abilities(DataLocation location) {
    Set<Ability> abilities = EnumSet.of(Ability.COLUMNS);
    if (isDelta(location)) {
      abilities.add(Ability.IDEMPOTENT_BATCHES);
    }
    return abilities;
  }

  /** Sources send classes that p3 does not know; Delta has to take part in the session. */
  @Override
  public Map<String, String> settings(DataLocation location) {
    return isDelta(location)
        ? Map.of(
            REGISTRATION,
            "false",
            "spark.sql.extensions",
            "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog",
            "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        : Map.of(REGISTRATION, "false");
  }

  @Override
  public StoredInput find(DataLocation location, Configuration hadoop) {
    return new StoredInput(this, location, List.of(), List.of());
  }

  @Override
  public Dataset<Row> table(StoredInput input, InputReading reading) {
    return read(input.location(), reading.spark());
  }

  static Dataset<Row> read(DataLocation location, SparkSession spark) {
    return spark
        .read()
        .format(location.source().orElseThrow())
        .options(location.options())
        .load(location.path());
  }

  @Override
  public Dataset<Row> raw(StoredInput input, List<String> columns, InputReading reading) {
    return RawRows.table(
        RawRows.counted(table(input, reading), input),
        input,
        columns,
        lit(input.location().text()),
        lit(null));
  }

  @Override
  public Output output(DataLocation location, Existing existing, Configuration hadoop) {
    return new InstalledOutput(location, existing);
  }

  @Override
  public StreamOutput streamOutput(DataLocation location, Configuration hadoop) {
    if (!isDelta(location)) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot add batches to '%s': %s cannot recognise a repeated batch (must be files, jdbc, kafka or delta)",
              location.text(),
              location.source().orElseThrow()));
    }
    return new InstalledStreamOutput(location);
  }

  private static boolean isDelta(DataLocation location) {
    return location.source().equals(Optional.of(DELTA));
  }
}
