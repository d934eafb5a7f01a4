package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A data source that Spark does not ship, given to it as users do. */
@EnabledIf(value = "isThere", disabledReason = "Delta is had for the default line only")
class IngestDeltaIT {
  private static final Path JARS = Path.of(System.getProperty("p3.delta"));

  @TempDir private Path directory;

  static boolean isThere() {
    return Files.exists(JARS);
  }

  private Launched p3(Object... words) throws IOException {
    String jars;
    try (Stream<Path> files = Files.list(JARS)) {
      jars = files.map(Path::toString).collect(Collectors.joining(","));
    }
    var all = new ArrayList<Object>(List.of("run"));
    all.addAll(List.of(words));
    all.addAll(List.of("--conf", "spark.jars=" + jars, "--conf", "spark.ui.enabled=false"));
    return Launched.p3(directory, all.toArray());
  }

  private Launched ingest(Object... more) throws IOException {
    var words =
        new ArrayList<Object>(
            List.of("ingest", "--schema", "id int not null", "--in", "csv:" + directory + "/in"));
    words.addAll(List.of("--out", "good=" + table("good"), "--out", "bad=" + table("bad")));
    words.addAll(List.of(more));
    return p3(words.toArray());
  }

  private String table(String name) {
    return "delta:" + directory.resolve(name);
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(Files.createDirectories(directory.resolve("in")).resolve(name), text);
  }

  @Test
  void aBatchThatIsTriedAgainIsThereOnce() throws Exception {
    String[] streaming = {"--stream", "--checkpoint", directory.resolve("checkpoint").toString()};
    file("1.csv", "id\n1\nx\n");
    Launched first = ingest((Object[]) streaming);
    assertThat(first.exitCode()).as(first.messages()).isZero();
    file("2.csv", "id\n2\n3\n");
    Launched second = ingest((Object[]) streaming);
    assertThat(second.exitCode()).as(second.messages()).isZero();

    // As if the process had been killed before Spark noted that the batch was done.
    Path commits = directory.resolve("checkpoint/commits");
    Files.delete(commits.resolve("1"));
    Files.deleteIfExists(commits.resolve(".1.crc"));
    Launched again = ingest((Object[]) streaming);
    Launched notStreaming = ingest();
    Launched read = p3("top", "--in", table("good"), "--by", "id", "--k", "9", "--out", "-");

    assertThat(again.exitCode()).as(again.messages()).isZero();
    assertThat(notStreaming.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(notStreaming.messages())
        .contains("Cannot write '%s': it exists; pass --overwrite".formatted(table("good")));
    assertThat(read.exitCode()).as(read.messages()).isZero();
    assertThat(read.output().lines()).containsExactly("rank,id", "1,3", "2,2", "3,1");
  }
}
