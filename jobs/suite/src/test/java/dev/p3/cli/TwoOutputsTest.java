package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.PostgresServer;
import dev.p3.cli.CommandLineFixture.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.h2.api.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A run whose outputs are at two places, of which the second refuses when the first has rows. */
class TwoOutputsTest {
  private static final String H2 = "h2:mem:two-outputs;DB_CLOSE_DELAY=-1";

  @RegisterExtension static final PostgresServer postgres = new PostgresServer();

  @TempDir private Path directory;
  private Path raw;

  @BeforeEach
  void writeRaw() {
    raw = file(directory, "in/raw.csv", "id\n1\n2\nx\ny\n").getParent();
  }

  private Typed ingest(Object... more) {
    Stream<Object> words =
        Stream.of("run", "ingest", "--in", "csv:" + raw, "--schema", "id int not null");
    return p3(Stream.concat(words, Stream.of(more)).toArray());
  }

  private static void execute(String url, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:" + url);
        Statement update = connection.createStatement()) {
      update.execute(statement);
    }
  }

  private static long rows(String url, String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:" + url);
        Statement query = connection.createStatement();
        ResultSet rows = query.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Somebody else's file comes to the place of the other output while the table gets its rows. */
  public static final class Meanwhile implements Trigger {
    private static volatile Path place;

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
      try {
        Files.writeString(Files.createDirectories(place).resolve("part-of-another"), "9\n");
      } catch (IOException e) {
        throw new SQLException(e);
      }
    }
  }

  @Test
  void aTableIsThereAndFilesAreNot() throws Exception {
    Path files = directory.resolve("bad");
    Meanwhile.place = files;
    execute(H2, "CREATE TABLE goods (\"id\" INT)");
    execute(
        H2,
        "CREATE TRIGGER meanwhile AFTER INSERT ON goods FOR EACH ROW CALL '%s'"
            .formatted(Meanwhile.class.getName()));
    Object[] outputs = {"--out", "good=jdbc,dbtable=goods:" + H2, "--out", "bad=csv:" + files};

    Typed typed = ingest(outputs);

    assertThat(typed.exitCode()).as(typed.messages()).isEqualTo(CommandLineApp.DONE_IN_PART);
    assertThat(typed.messages())
        .contains(
            "'csv:" + files + "'",
            "The rows of 'jdbc,dbtable=goods:" + H2 + "' are there already",
            "--overwrite");
    assertThat(rows(H2, "goods")).isEqualTo(2);
    assertThat(files).isDirectoryContaining("glob:**/part-of-another");
    assertThat(files).isDirectoryNotContaining("glob:**/_SUCCESS");

    Files.delete(files.resolve("part-of-another"));
    Files.delete(files);
    execute(H2, "DROP TRIGGER meanwhile");
    Typed again = ingest(outputs);
    assertThat(again.exitCode()).as(again.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(again.messages()).contains("the table has rows; pass --overwrite");
    assertThat(ingest(Stream.concat(Stream.of("--overwrite"), Stream.of(outputs)).toArray()))
        .satisfies(done -> assertThat(done.exitCode()).as(done.messages()).isZero());
    assertThat(rows(H2, "goods")).isEqualTo(2);
    assertThat(files).isDirectoryContaining("glob:**/_SUCCESS");
  }

  /** A constraint that is looked at when a transaction ends refuses the rows only then. */
  private Object[] ofWhichTheSecondRefuses(String suffix) throws SQLException {
    execute(
        postgres.url(),
        """
        CREATE TABLE rejects_%1$s (source text, line bigint, raw text, "column" text, value text, fault text, reason text,
        CONSTRAINT once_%1$s UNIQUE ("column") DEFERRABLE INITIALLY DEFERRED)
        """
            .formatted(suffix));
    return new Object[] {
      "--out",
      "good=jdbc,mode=append,dbtable=goods_%s:%s".formatted(suffix, postgres.url()),
      "--out",
      "bad=jdbc,mode=append,dbtable=rejects_%s:%s".formatted(suffix, postgres.url())
    };
  }

  @Test
  void aTableIsThereAndAnotherIsNot() throws Exception {
    Typed typed = ingest(ofWhichTheSecondRefuses("batch"));

    assertThat(typed.exitCode()).as(typed.messages()).isEqualTo(CommandLineApp.DONE_IN_PART);
    assertThat(typed.messages())
        .contains(
            "Cannot finish output 'jdbc,mode=append,dbtable=rejects_batch:",
            "once_batch",
            "none of its rows was added. The rows of 'jdbc,mode=append,dbtable=goods_batch:",
            "are there already")
        .doesNotContain("does not say");
    assertThat(rows(postgres.url(), "goods_batch")).isEqualTo(2);
    assertThat(rows(postgres.url(), "rejects_batch")).isZero();
  }

  @Test
  void aStreamAddsTheRowsThatAreMissingAndNoOthersWhenItIsRunAgain() throws Exception {
    Stream<Object> streaming =
        Stream.of("--stream", "--checkpoint", directory.resolve("checkpoint"));
    Object[] words =
        Stream.concat(streaming, Stream.of(ofWhichTheSecondRefuses("stream"))).toArray();

    Typed typed = ingest(words);

    assertThat(typed.exitCode()).as(typed.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(typed.messages()).contains("once_stream", "none of its rows was added");
    assertThat(rows(postgres.url(), "goods_stream")).isEqualTo(2);
    assertThat(rows(postgres.url(), "rejects_stream")).isZero();

    execute(postgres.url(), "ALTER TABLE rejects_stream DROP CONSTRAINT once_stream");
    Typed again = ingest(words);

    assertThat(again.exitCode()).as(again.messages()).isZero();
    assertThat(rows(postgres.url(), "goods_stream")).isEqualTo(2);
    assertThat(rows(postgres.url(), "rejects_stream")).isEqualTo(2);
  }
}
