package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Exit status and messages of a process agree with what is there, whatever comes at the end. */
@Tag("slow") // a process each, of which two wait for a hook's seconds
class AfterCommitIT {
  private static final int TERMINATED = 143;
  private static final String STAY = "the outputs are written and stay";
  private static final List<String> COUNTS = List.of("token,count", "a,2", "b,1");

  @RegisterExtension static final PostgresServer postgres = new PostgresServer();

  @TempDir private Path directory;
  private Path text;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(directory.resolve("text.txt"), "a b a\n");
  }

  private Launched wordCount(Object... words) throws IOException {
    Stream<Object> all =
        Stream.concat(
            Stream.of("run", "word-count", "--in", text, "--conf", "spark.ui.enabled=false"),
            Stream.of(words));
    return Launched.p3(directory, all.toArray());
  }

  private List<String> counts() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("counts"))) {
      Path part =
          files.filter(file -> file.getFileName().toString().startsWith("part-")).findAny().get();
      return Files.readAllLines(part);
    }
  }

  @Test
  void outputsStandWhenWhatIsWrittenLastFindsADiskThatIsFull() throws Exception {
    Launched run =
        wordCount(
            "--out",
            "csv:" + directory.resolve("counts"),
            "--discover-kryo=/dev/full",
            "--overwrite");

    assertThat(run.exitCode()).as(run.messages()).isEqualTo(CommandLineApp.DONE_BUT_FOR_REPORT);
    assertThat(run.messages())
        .contains("the outputs are complete", "disk is full")
        .doesNotContain("nothing was written", "\tat ");
    assertThat(counts()).containsExactlyInAnyOrderElementsOf(COUNTS);
  }

  @Test
  void anInterruptionAfterTheCommitSaysThatTheOutputsStay() throws Exception {
    Path report = Files.createDirectory(directory.resolve("report"));
    Path pipe = report.resolve("run.json"); // whoever opens it waits for a reader
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Launched run = wordCount("--out", "csv:" + directory.resolve("counts"), "--report", report);
    Hanging.until(
        "an output", () -> Files.exists(directory.resolve("counts")) || !run.process().isAlive());

    assertThat(run.signal("TERM")).isZero();

    assertThat(run.exitCode()).as(run.messages()).isEqualTo(TERMINATED);
    assertThat(run.messages()).contains(STAY).doesNotContain("nothing is written", "\tat ");
    assertThat(counts()).containsExactlyInAnyOrderElementsOf(COUNTS);
  }

  @Test
  void anInterruptionWithinTheCommitWaitsForItAndSaysWhatIsThere() throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:" + postgres.url());
        Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE counts (token text, count bigint)");
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE counts IN SHARE MODE");
      Launched run =
          wordCount(
              "--conf", "spark.jars=" + driver(), "--out", "jdbc,dbtable=counts:" + postgres.url());
      Hanging.until("the commit", () -> waits(statement) || !run.process().isAlive());

      assertThat(run.signal("TERM")).isZero();
      other.commit();
      int exitCode = run.exitCode();

      // Done as ever, unless this machine is too slow for the seconds that a hook has.
      assertThat(exitCode).as(run.messages()).isIn(CommandLineApp.DONE, TERMINATED);
      assertThat(run.messages()).doesNotContain("nothing is written", "\tat ");
      assertThat(exitCode == CommandLineApp.DONE || run.messages().contains(STAY)).isTrue();
      assertThat(number(statement, "SELECT sum(count) FROM counts")).isEqualTo(3);
    }
  }

  private static boolean waits(Statement statement) throws SQLException {
    return number(statement, "SELECT count(*) FROM pg_locks WHERE NOT granted") > 0;
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Path driver() throws Exception {
    Class<? extends Driver> driver = DriverManager.getDriver("jdbc:postgresql:x").getClass();
    return Path.of(driver.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
