package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.Hanging;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** A stream to PostgreSQL and to files, killed again and again ({@code -Dp3.kills=N} times). */
class IngestKilledIT {
  private static final int KILLS = Integer.getInteger("p3.kills", 3);
  private static final int FILES_AT_ONCE = 8;
  private static final int ROWS = 500;

  @TempDir private Path directory;
  private int written;

  @Test
  void noRowIsLostAndNoneIsThereTwice() throws Exception {
    writeFiles();
    var random = new Random(7);
    int killed = 0;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      while (killed < KILLS) {
        Launched run = stream(url);
        awaitBatch(run);
        if (run.process().waitFor(random.nextInt(2500), TimeUnit.MILLISECONDS)) {
          assertThat(run.exitCode()).as(run.messages()).isZero();
          writeFiles();
        } else {
          run.process().destroyForcibly().waitFor();
          killed++;
        }
      }
      Launched last = stream(url);

      assertThat(last.exitCode()).as(last.messages()).isZero();
      assertThat(goodIds(url)).containsExactlyElementsOf(ids(false));
      assertThat(badIds()).containsExactlyElementsOf(ids(true));
    }
  }

  private void writeFiles() throws IOException {
    for (int more = 0; more < FILES_AT_ONCE; more++) {
      writeFile(written++);
    }
  }

  /** Every tenth row has a negative value, which is refused. */
  private void writeFile(int file) throws IOException {
    var text = new StringBuilder("id,value\n");
    IntStream.range(file * ROWS, (file + 1) * ROWS)
        .forEach(id -> text.append(id).append(isBad(id) ? ",-1\n" : ",1\n"));
    Path in = Files.createDirectories(directory.resolve("in"));
    Files.writeString(in.resolve("%05d.csv".formatted(file)), text);
  }

  private static boolean isBad(int id) {
    return id % 10 == 0;
  }

  private List<Integer> ids(boolean bad) {
    return IntStream.range(0, written * ROWS).filter(id -> isBad(id) == bad).boxed().toList();
  }

  private Launched stream(String url) throws Exception {
    Path driver = Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Launched.p3(
        directory,
        "run",
        "ingest",
        "--conf",
        "spark.jars=" + driver,
        "--conf",
        "spark.ui.enabled=false",
        "--schema",
        "id int not null, value int not null check(value >= 0)",
        "--in",
        "csv,maxFilesPerTrigger=1:" + directory.resolve("in"),
        "--stream",
        "--checkpoint",
        directory.resolve("checkpoint"),
        "--out",
        "good=jdbc,dbtable=good:" + url.substring("jdbc:".length()),
        "--out",
        "bad=json:" + directory.resolve("bad"));
  }

  /** Waits until the run has begun with a batch. */
  private void awaitBatch(Launched run) throws Exception {
    Path offsets = directory.resolve("checkpoint/offsets");
    long before = filesIn(offsets);
    Hanging.until("a batch", () -> filesIn(offsets) > before || !run.process().isAlive());
  }

  private static long filesIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).count();
    }
  }

  private static List<Integer> goodIds(String url) throws SQLException {
    var ids = new ArrayList<Integer>();
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT id FROM good ORDER BY id")) {
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
    }
    return ids;
  }

  private List<Integer> badIds() throws IOException {
    var ids = new ArrayList<Integer>();
    try (Stream<Path> files = Files.list(directory.resolve("bad"))) {
      for (Path file :
          files.filter(each -> each.getFileName().toString().startsWith("part-")).toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode row = new ObjectMapper().readTree(line);
          ids.add(Integer.parseInt(row.get("raw").asText().split(",", 2)[0]));
        }
      }
    }
    return ids.stream().sorted().toList();
  }
}
