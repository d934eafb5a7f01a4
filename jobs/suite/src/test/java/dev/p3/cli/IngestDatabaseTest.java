package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.FreePorts;
import dev.p3.LocalSpark;
import dev.p3.PostgresServer;
import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.data.UntransactedDriver;
import dev.p3.table.RowDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a PostgreSQL of its own and on an H2 in this JVM. */
class IngestDatabaseTest {
  private static final String SCHEMA =
      "id int not null, name string, price decimal(10,2) check(price >= 0), born date, seen timestamp";
  private static final String RAW =
      "id,name,price,born,seen\n"
          + "1,Zoë,0.10,2001-02-03,2001-02-03 04:05:06\n"
          + "2,\"a \"\"b\"\"\nc\",12345678.90,,\n"
          + "3,,,1999-12-31,1999-12-31 23:59:59\n"
          + "x,y,1,,\n"
          + "4,minus,-1,,\n";

  enum Database {
    POSTGRESQL,
    H2;

    /** What stands behind {@code jdbc,…:}. */
    String rest() {
      return this == H2 ? "h2:mem:ingest;DB_CLOSE_DELAY=-1" : postgres.url();
    }

    Connection connect() throws SQLException {
      return DriverManager.getConnection("jdbc:" + rest());
    }
  }

  @RegisterExtension static final PostgresServer postgres = new PostgresServer();

  @TempDir private Path directory;

  @AfterEach
  void dropTables() throws SQLException {
    for (Database database : Database.values()) {
      for (String table : tables(database)) {
        execute(database, "DROP TABLE \"%s\"".formatted(table));
      }
    }
  }

  private static void execute(Database database, String statement) throws SQLException {
    try (Connection connection = database.connect();
        Statement update = connection.createStatement()) {
      update.execute(statement);
    }
  }

  private static List<String> tables(Database database) throws SQLException {
    String schema = database == Database.H2 ? "PUBLIC" : "public";
    var names = new ArrayList<String>();
    try (Connection connection = database.connect();
        ResultSet tables =
            connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  private static Dataset<Row> table(Database database, String name) {
    return LocalSpark.spark()
        .read()
        .format("jdbc")
        .option("url", "jdbc:" + database.rest())
        .option("dbtable", name)
        .load();
  }

  private Typed ingest(Object in, Object... more) {
    Stream<Object> words = Stream.of("run", "ingest", "--in", in, "--schema", SCHEMA);
    return p3(Stream.concat(words, Stream.of(more)).toArray());
  }

  private static String out(String output, Database database, String options) {
    return "%s=jdbc,%s:%s".formatted(output, options, database.rest());
  }

  /** The good rows as files have them, compared as text: databases have types of their own. */
  private List<String> expectedGood(Path raw) {
    Path good = directory.resolve("expected.parquet");
    assertThat(ingest(raw, "--out", "good=" + good, "--overwrite").exitCode()).isZero();
    return lines(LocalSpark.spark().read().parquet(good.toString()));
  }

  private static List<String> lines(Dataset<Row> rows) {
    return rows
        .selectExpr(
            "cast(id as string)",
            "name",
            "cast(price as decimal(10,2))",
            "cast(born as string)",
            "cast(seen as string)")
        .orderBy("id")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void tablesGetTheRowsThatFilesGet(Database database) throws Exception {
    Path raw = file(directory, "raw.csv", RAW);
    Path report = directory.resolve("report");

    Typed typed =
        ingest(
            raw,
            "--out",
            out("good", database, "dbtable=goods"),
            "--out",
            out("bad", database, "dbtable=rejects"),
            "--report",
            report);

    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(typed.messages())
        .contains(
            "3 good + 2 bad = 5 rows read",
            "3 rows of good written to jdbc,dbtable=goods:",
            "2 rows of bad written to jdbc,dbtable=rejects:");
    assertThat(lines(table(database, "goods"))).isEqualTo(expectedGood(raw));
    assertThat(table(database, "rejects").selectExpr("column", "line").collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[id,6]", "[price,7]");
    assertThat(tables(database)).noneMatch(name -> name.startsWith("p3_"));
    JsonNode run = new ObjectMapper().readTree(report.resolve("run.json").toFile());
    assertThat(run.at("/metrics/good").asLong()).isEqualTo(3);
    assertThat(run.at("/outputs/0/rows").asLong()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void aTableIsReadAsAFileIs(Database database) throws Exception {
    execute(
        database,
        "CREATE TABLE source (id VARCHAR(10), name VARCHAR(99), price NUMERIC(12,3), born DATE, seen TIMESTAMP)");
    execute(
        database,
        "INSERT INTO source VALUES ('1', 'Zoë', 0.1, DATE '2001-02-03', TIMESTAMP '2001-02-03 04:05:06'), ('x', 'y', 1, NULL, NULL), ('4', NULL, -1, NULL, NULL)");

    Typed typed =
        ingest(
            "jdbc,dbtable=source:" + database.rest(),
            "--out",
            "good=json:" + directory.resolve("good"),
            "--out",
            "bad=json:" + directory.resolve("bad"));

    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(typed.messages()).contains("1 good + 2 bad = 3 rows read");
    Row bad =
        LocalSpark.spark()
            .read()
            .json(directory.resolve("bad").toString())
            .orderBy("value")
            .select("source", "column", "value", "reason")
            .collectAsList()
            .get(1);
    assertThat(bad.getString(0)).startsWith("jdbc,dbtable=source:");
    assertThat(bad.getString(1)).isEqualTo("id");
    assertThat(bad.getString(2)).isEqualTo("x");
  }

  @ParameterizedTest
  @EnumSource
  void aTableWithRowsIsAddedToOrReplacedOnlyWhenAskedTo(Database database) throws Exception {
    Path raw = file(directory, "raw.csv", RAW);
    ingest(raw, "--out", out("good", database, "dbtable=goods"));

    Typed again = ingest(raw, "--out", out("good", database, "dbtable=goods"));
    assertThat(again.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(again.messages()).contains("the table has rows; pass --overwrite");

    Typed added = ingest(raw, "--out", out("good", database, "dbtable=goods,mode=append"));
    assertThat(added.exitCode()).as(added.messages()).isZero();
    assertThat(table(database, "goods").count()).isEqualTo(6);

    Typed replaced = ingest(raw, "--out", out("good", database, "dbtable=goods"), "--overwrite");
    assertThat(replaced.exitCode()).as(replaced.messages()).isZero();
    assertThat(lines(table(database, "goods"))).isEqualTo(expectedGood(raw));
  }

  @ParameterizedTest
  @EnumSource
  void whatTheTableRefusesLeavesItAsItWas(Database database) throws Exception {
    execute(
        database,
        "CREATE TABLE goods (id INT CHECK (id < 3), name VARCHAR(99), price NUMERIC(10,2), born DATE, seen TIMESTAMP)");
    execute(database, "INSERT INTO goods VALUES (0, 'before', 0, NULL, NULL)");
    Path raw = file(directory, "raw.csv", RAW);

    Typed refused = ingest(raw, "--out", out("good", database, "dbtable=goods"), "--overwrite");

    assertThat(refused.exitCode()).isEqualTo(CommandLineApp.FAILED);
    assertThat(refused.messages())
        .contains("Cannot finish output 'jdbc,dbtable=goods:", "none of its rows was added")
        .doesNotContain("\tat ");
    assertThat(table(database, "goods").count()).isEqualTo(1);
    assertThat(tables(database)).noneMatch(name -> name.startsWith("p3_"));
  }

  @ParameterizedTest
  @EnumSource
  void aTableWithOtherColumnsIsRefused(Database database) throws Exception {
    execute(database, "CREATE TABLE goods (id INT, label VARCHAR(99), price NUMERIC(10,2))");
    Path raw = file(directory, "raw.csv", RAW);

    Typed refused = ingest(raw, "--out", out("good", database, "dbtable=goods"));

    assertThat(refused.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(refused.messages())
        .contains("the table has no column name, born, seen (its columns");
  }

  @ParameterizedTest
  @EnumSource
  void aStreamAddsEachBatchOnce(Database database) throws Exception {
    Path in = Files.createDirectory(directory.resolve("in"));
    Files.setLastModifiedTime(file(in, "1.csv", RAW), FileTime.fromMillis(0));
    file(in, "2.csv", "id,name,price,born,seen\n7,last,1,,\nz,,1,,\n");
    Object[] stream = {
      "--stream",
      "--checkpoint",
      directory.resolve("checkpoint"),
      "--out",
      out("good", database, "dbtable=goods"),
      "--out",
      out("bad", database, "dbtable=rejects")
    };
    Typed first = ingest("csv,maxFilesPerTrigger=1:" + in, stream);
    assertThat(first.exitCode()).as(first.messages()).isZero();
    RowDigest good = RowDigest.of(table(database, "goods"));
    RowDigest bad = RowDigest.of(table(database, "rejects"));

    // As after a crash: one table has the last batch, the other has not, and the checkpoint does
    // not
    // know.
    for (String name : List.of("commits/1", "commits/.1.crc")) {
      Files.deleteIfExists(directory.resolve("checkpoint").resolve(name));
    }
    execute(database, "DELETE FROM p3_batches WHERE output = 'rejects' AND batch = 1");
    execute(database, "DELETE FROM rejects WHERE \"line\" = 3");
    Typed again = ingest("csv,maxFilesPerTrigger=1:" + in, stream);

    assertThat(again.exitCode()).as(again.messages()).isZero();
    assertThat(good.rows()).isEqualTo(4);
    assertThat(bad.rows()).isEqualTo(3);
    assertThat(RowDigest.of(table(database, "goods"))).isEqualTo(good);
    assertThat(RowDigest.of(table(database, "rejects"))).isEqualTo(bad);
    assertThat(tables(database))
        .extracting(String::toLowerCase)
        .containsExactlyInAnyOrder("goods", "rejects", "p3_batches", "p3_streams");
  }

  @ParameterizedTest
  @EnumSource
  void naughtyStringsComeThroughUnharmed(Database database) throws Exception {
    Path raw = file(directory, "naughty.json", NaughtyStrings.lines("id", 0, "name"));

    Typed typed =
        p3(
            "run",
            "ingest",
            "--in",
            raw,
            "--schema",
            "id int not null, name string",
            "--out",
            out("good", database, "dbtable=naughty"));

    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    List<Row> back = table(database, "naughty").orderBy("id").collectAsList();
    assertThat(back)
        .extracting(row -> row.getString(row.fieldIndex("name")))
        .containsExactlyElementsOf(NaughtyStrings.all());
  }

  @Test
  void aDatabaseThatIsDownOrRefusesIsSaidBeforeAnythingIsDoneAndNoPasswordIsShown()
      throws Exception {
    Path raw = file(directory, "raw.csv", RAW);
    int free = FreePorts.one();
    execute(Database.H2, "CREATE USER IF NOT EXISTS ann PASSWORD 'right'");

    Typed typed =
        ingest(
            raw,
            "--out",
            "good=jdbc,dbtable=t,user=me,password=s3cret:postgresql://127.0.0.1:%d/d"
                .formatted(free),
            "--out",
            "bad=jdbc,dbtable=t,user=ann,password=s3cret:" + Database.H2.rest());
    Typed unknown = ingest(raw, "--out", "good=jdbc,dbtable=t:nosuch://host/d");
    Typed without = ingest(raw, "--out", "good=jdbc:" + Database.H2.rest());

    assertThat(List.of(typed, unknown, without))
        .extracting(Typed::exitCode)
        .containsOnly(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages())
        .contains(
            "Cannot reach 'jdbc,dbtable=t,user=me,password=***:postgresql://127.0.0.1",
            "Cannot reach 'jdbc,dbtable=t,user=ann,password=***:h2:mem:ingest")
        .doesNotContain("s3cret");
    assertThat(unknown.messages())
        .contains("there is no driver for it on the class path", "spark.jars");
    assertThat(without.messages()).contains("it names no table; write jdbc,dbtable=NAME:");
  }

  @Test
  void aTableIsNoStream() {
    Typed typed =
        ingest(
            "jdbc,dbtable=t:" + Database.H2.rest(),
            "--stream",
            "--checkpoint",
            directory.resolve("checkpoint"),
            "--out",
            "good=json:" + directory.resolve("good"));

    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages())
        .contains("Cannot stream 'jdbc,dbtable=t:", "(must be files or a topic of Kafka)");
    assertThat(directory.resolve("checkpoint")).doesNotExist();
  }

  @Test
  void aDatabaseWithoutTransactionsIsReadAndNotWritten() throws Exception {
    Path raw = file(directory, "in/raw.csv", RAW);
    String driver = "driver=" + UntransactedDriver.class.getName();
    execute(Database.H2, "CREATE TABLE \"there\" (\"id\" INT)");
    Object[] streaming = {"--stream", "--checkpoint", directory.resolve("checkpoint")};

    for (Object[] more : new Object[][] {{}, {"--overwrite"}, streaming}) {
      for (String table :
          List.of("dbtable=goods", "dbtable=\"there\"", "mode=append,dbtable=goods")) {
        String out = out("good", Database.H2, driver + "," + table);
        Typed typed =
            ingest(
                "csv:" + raw.getParent(),
                Stream.concat(Stream.of("--out", out), Stream.of(more)).toArray());

        assertThat(typed.exitCode()).as(typed.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
        assertThat(typed.messages())
            .contains("the database has no transactions", "write files, and load them");
      }
    }
    assertThat(tables(Database.H2)).containsExactly("there");
    execute(Database.H2, "INSERT INTO \"there\" VALUES (7)");
    Typed read =
        p3(
            "run",
            "ingest",
            "--schema",
            "id int",
            "--in",
            "jdbc,%s,dbtable=\"there\":%s".formatted(driver, Database.H2.rest()),
            "--out",
            "good=-");
    assertThat(read.exitCode()).as(read.messages()).isZero();
    assertThat(read.output()).contains("7");
  }

  @Test
  void nothingOfADatabaseIsReused() throws Exception {
    Path raw = file(directory, "raw.csv", RAW);

    Typed typed = ingest(raw, "--out", out("good", Database.H2, "dbtable=t"), "--reuse");

    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages()).contains("only files tell whether they have changed");
  }
}
