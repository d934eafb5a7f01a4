package dev.p3.data;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.PostgresServer;
import dev.p3.data.Connector.Existing;
import dev.p3.data.Schedules.Driver;
import dev.p3.data.connect.Connectors;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random schedules of two drivers, kills and late tries of tasks on PostgreSQL: nothing is lost and
 * nothing doubled. A failure names its seed; {@code -Dp3.seed=N} begins with that one, {@code
 * -Dp3.schedules=N} tries so many.
 */
@Tag("slow") // each schedule writes some ten tables
class TwoDriversOfPostgresTest {
  private static final long FIRST = Long.getLong("p3.seed", 1L);
  private static final int SCHEDULES = Integer.getInteger("p3.schedules", 5);
  private static final int DISTURBANCES = 40; // a run has some twenty-five steps
  private static final int BATCHES = 3;
  private static final int ROWS = 4;
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.IntegerType).add("run", DataTypes.StringType);

  @RegisterExtension static final PostgresServer postgres = new PostgresServer();
  private static int tables;

  private final SparkSession spark = LocalSpark.spark();
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();
  private final List<String> succeeded = new ArrayList<>();
  private Connection plain;

  @BeforeEach
  void connect() throws SQLException {
    plain = DriverManager.getConnection("jdbc:" + postgres.url());
    execute("SET lock_timeout = 20");
  }

  private interface Scenario {
    void run(long seed, String table) throws Exception;
  }

  private void eachSeed(Scenario scenario) throws SQLException {
    System.out.printf("Schedules of seeds %d to %d%n", FIRST, FIRST + SCHEDULES - 1);
    try (Connection ended = plain) {
      for (long seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
        succeeded.clear();
        try {
          scenario.run(seed, "out_" + ++tables);
        } catch (Exception | AssertionError e) {
          throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
        }
        // A step looks at all tables where rows are staged, also those that the killed have left.
        execute(
            "SET lock_timeout = 0; DROP SCHEMA public CASCADE; CREATE SCHEMA public; SET lock_timeout = 20");
      }
      assertThat(ended.isClosed()).isFalse();
    }
  }

  @Test
  void oneOfTwoRunsWinsWhole() throws Exception {
    eachSeed(
        (seed, table) -> {
          run(seed, table, 1, driver -> writing(table, driver, Existing.REFUSE, ""));

          assertThat(succeeded).hasSizeLessThanOrEqualTo(1);
          assertThat(runsIn(table)).hasSize(1).containsAll(succeeded);
        });
  }

  @Test
  void theOldRowsStayUntilTheNewOnesAreThere() throws Exception {
    eachSeed(
        (seed, table) -> {
          execute("CREATE TABLE %s (id INT, run TEXT)".formatted(table));
          execute(
              "INSERT INTO %s SELECT i, 'old' FROM generate_series(0, %d) i"
                  .formatted(table, ROWS - 1));
          List<Driver> drivers =
              run(seed, table, 1, driver -> writing(table, driver, Existing.REPLACE, ""));

          assertThat(drivers.get(drivers.size() - 1).failure()).isNull();
          assertThat(runsIn(table)).containsExactly(succeeded.get(succeeded.size() - 1));
        });
  }

  @Test
  void everyRunThatAddsIsThereOnce() throws Exception {
    eachSeed(
        (seed, table) -> {
          List<Driver> drivers =
              run(
                  seed,
                  table,
                  Integer.MAX_VALUE,
                  driver -> writing(table, driver, Existing.REFUSE, "mode=append,"));

          assertThat(drivers.get(drivers.size() - 1).failure()).isNull();
          assertThat(runsIn(table)).containsAll(succeeded);
        });
  }

  @Test
  void everyRowOfAStreamIsThereOnce() throws Exception {
    eachSeed(
        (seed, table) -> {
          List<Driver> drivers = run(seed, table, BATCHES, driver -> streaming(table));

          assertThat(drivers.get(drivers.size() - 1).failure()).isNull();
          assertThat(runsIn(table))
              .containsExactly(
                  IntStream.range(0, BATCHES).mapToObj(n -> "batch-" + n).toArray(String[]::new));
        });
  }

  /**
   * @param most how many runs or batches a reader may see at a time, each of them whole
   */
  private List<Driver> run(long seed, String table, int most, WorkOf works) {
    var store =
        new Schedules.Store() {
          @Override
          public void expire(Driver driver) {
            try {
              if (driver.isKilled()) {
                SteppedJdbcDriver.cutOff(driver);
              }
              lateTriesEnd();
              assertThat(runsIn(table)).hasSizeLessThanOrEqualTo(most);
            } catch (SQLException e) {
              // whoever drops the table lets nobody read it
              assertThat(e.getSQLState()).isEqualTo(SteppedJdbcDriver.LOCK_NOT_AVAILABLE);
            }
          }

          @Override
          public void renew(Driver driver) {
            // its leases are rows
          }
        };
    return Schedules.run(seed, DISTURBANCES, store, works::of);
  }

  private interface WorkOf {
    Schedules.Work of(Driver driver);
  }

  /** A run, as the runner has it. */
  private Schedules.Work writing(String table, Driver driver, Existing existing, String options) {
    String run = "run-" + driver.number();
    return () -> {
      Output output = Connectors.output(location(table, options), existing, hadoop);
      try {
        output.write(rows(run));
        output.commit();
        succeeded.add(run);
      } finally {
        output.discard();
      }
    };
  }

  /** Every batch from the first: as with a checkpoint that was copied, which no lock protects. */
  private Schedules.Work streaming(String table) {
    return () -> {
      StreamOutput stream = Connectors.streamOutput(location(table, ""), hadoop);
      for (int number = 0; number < BATCHES; number++) {
        Output batch =
            stream.batch(
                new StreamOutput.Batch("of-" + table, number, "checkpoint", "content " + number));
        try {
          batch.write(rows("batch-" + number));
          batch.commit();
        } finally {
          batch.discard();
        }
      }
    };
  }

  private Dataset<Row> rows(String run) {
    return spark.createDataFrame(
        IntStream.range(0, ROWS).mapToObj(id -> RowFactory.create(id, run)).toList(), SCHEMA);
  }

  private static DataLocation location(String table, String options) {
    return DataLocation.parse(
        "jdbc,%sdriver=%s,dbtable=%s:%s"
            .formatted(options, SteppedJdbcDriver.class.getName(), table, postgres.url()));
  }

  /** In every table where rows are staged a task is done once more. */
  private void lateTriesEnd() throws SQLException {
    for (String staging :
        texts(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'p3_attempt'")) {
      execute(
          """
          INSERT INTO %1$s (id, run, p3_partition, p3_attempt)
          SELECT id, run, p3_partition, (SELECT max(p3_attempt) + 1 FROM %1$s)
          FROM %1$s WHERE p3_attempt = (SELECT min(p3_attempt) FROM %1$s)
          """
              .formatted(staging));
    }
  }

  /** The runs whose rows a reader sees; fails unless all rows of each are there once. */
  private List<String> runsIn(String table) throws SQLException {
    if (texts("SELECT to_regclass('%s')::text".formatted(table)).contains(null)) {
      return List.of();
    }
    String all = IntStream.range(0, ROWS).mapToObj(String::valueOf).collect(joining(","));
    var runs = new ArrayList<String>();
    for (String found :
        texts(
            "SELECT run || ' ' || string_agg(id::text, ',' ORDER BY id) FROM %s GROUP BY run ORDER BY run"
                .formatted(table))) {
      assertThat(found).endsWith(" " + all);
      runs.add(found.split(" ")[0]);
    }
    return runs;
  }

  private List<String> texts(String query) throws SQLException {
    try (Statement statement = plain.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      var texts = new ArrayList<String>();
      while (found.next()) {
        texts.add(found.getString(1));
      }
      return texts;
    }
  }

  private void execute(String change) throws SQLException {
    try (Statement statement = plain.createStatement()) {
      statement.execute(change);
    }
  }
}
