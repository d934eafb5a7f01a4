package dev.p3.data.jdbc;

import static org.apache.spark.sql.functions.lit;

import dev.p3.data.Ability;
import dev.p3.data.Connector;
import dev.p3.data.DataLocation;
import dev.p3.data.InputReading;
import dev.p3.data.Output;
import dev.p3.data.Place;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.data.raw.RawRows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tables of databases: {@link JdbcTable} says how one is written. */
public final class JdbcConnector implements Connector {
  /** What stands behind a database in a URL, and does not name it or a schema. */
  private static final Pattern SETTINGS = Pattern.compile("(?i)[?;](?!.*(?:database|schema)).*");

  @Override
  public boolean takes(DataLocation location) {
    return location.source().equals(Optional.of(JdbcTable.SOURCE));
  }

  @Override
  public Set<Ability> abilities(DataLocation location) {
    return Set.of(Ability.COLUMNS, Ability.IDEMPOTENT_BATCHES, Ability.MOVES_ON_COMMIT);
  }

  /** A name without a schema may be in any; quotes and case do not tell tables apart. */
  @Override
  public Place place(DataLocation location, Configuration hadoop) {
    List<String> names =
        Arrays.stream(JdbcTable.named(location).split("\\.", -1))
            .map(name -> name.replaceAll("[\"`\\[\\]]", "").strip().toLowerCase(Locale.ROOT))
            .toList();
    String url = SETTINGS.matcher(location.path()).replaceFirst("");
    String database = JdbcTable.SOURCE + ":" + url.toLowerCase(Locale.ROOT);
    return new Place(List.of(database), names, false);
  }

  /** Connects to no database: a driver may come with the session. */
  @Override
  public StoredInput find(DataLocation location, Configuration hadoop) {
    return new StoredInput(this, location, List.of(), List.of());
  }

  @Override
  public Dataset<Row> table(StoredInput input, InputReading reading) {
    return JdbcTable.of(input.location()).read(reading.spark());
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
    return JdbcOutput.prepare(location, existing == Existing.REPLACE);
  }

  @Override
  public StreamOutput streamOutput(DataLocation location, Configuration hadoop) {
    return JdbcStreamOutput.prepare(location);
  }
}
