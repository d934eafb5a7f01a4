package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.Hanging;
import dev.p3.data.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with one checkpoint, of which one stands still until it is held to be dead. */
class TwoDriversIT {
  private static final int FILES = 6;
  private static final int ROWS = 50;

  @TempDir private Path directory;

  @Test
  void theSecondIsRefusedAndLaterTakesOverAndNoRowIsLostOrDoubled() throws Exception {
    writeFiles();
    Launched paused = stream();
    Hanging.until("a batch", () -> hasBegun() || !paused.process().isAlive());
    paused.signal("STOP");
    try {
      Launched refused = stream();
      assertThat(refused.exitCode()).as(refused.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
      assertThat(refused.messages())
          .contains("another run is using it (process " + paused.process().pid() + " on ");

      age(directory.resolve("checkpoint"));
      age(directory.resolve("good"));
      Launched second = stream();
      assertThat(second.exitCode()).as(second.messages()).isZero();
    } finally {
      paused.signal("CONT");
    }

    assertThat(paused.exitCode()).as(paused.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(ids()).containsExactlyElementsOf(IntStream.range(0, FILES * ROWS).boxed().toList());
  }

  @Test
  void ofTwoThatStartAtOnceEachRowIsThereOnce() throws Exception {
    writeFiles();
    Launched one = stream();
    Launched other = stream();
    List<Integer> exitCodes = List.of(one.exitCode(), other.exitCode());

    assertThat(exitCodes)
        .as(one.messages() + other.messages())
        .contains(CommandLineApp.DONE)
        .isSubsetOf(CommandLineApp.DONE, CommandLineApp.BAD_USAGE);
    if (exitCodes.contains(CommandLineApp.BAD_USAGE)) {
      assertThat(one.messages() + other.messages()).contains("another run is using it (process ");
    }
    assertThat(ids()).containsExactlyElementsOf(IntStream.range(0, FILES * ROWS).boxed().toList());
  }

  /** As if a minute had gone by. */
  private static void age(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path lease :
          files.filter(file -> file.getFileName().toString().endsWith(Lease.SUFFIX)).toList()) {
        Files.setLastModifiedTime(
            lease, FileTime.from(Instant.now().minus(Lease.EXPIRES_AFTER.plusSeconds(1))));
      }
    }
  }

  private boolean hasBegun() {
    return Files.exists(directory.resolve("checkpoint/offsets/0"));
  }

  private void writeFiles() throws IOException {
    Path in = Files.createDirectory(directory.resolve("in"));
    for (int file = 0; file < FILES; file++) {
      var text = new StringBuilder("id\n");
      IntStream.range(file * ROWS, (file + 1) * ROWS).forEach(id -> text.append(id).append('\n'));
      Files.writeString(in.resolve(file + ".csv"), text);
    }
  }

  private Launched stream() throws IOException {
    return Launched.p3(
        directory,
        "run",
        "ingest",
        "--conf",
        "spark.ui.enabled=false",
        "--schema",
        "id int not null",
        "--in",
        "csv,maxFilesPerTrigger=1:" + directory.resolve("in"),
        "--stream",
        "--checkpoint",
        directory.resolve("checkpoint"),
        "--out",
        "good=json:" + directory.resolve("good"));
  }

  private List<Integer> ids() throws IOException {
    var ids = new ArrayList<Integer>();
    try (Stream<Path> files = Files.list(directory.resolve("good"))) {
      for (Path file :
          files.filter(each -> each.getFileName().toString().startsWith("part-")).toList()) {
        for (String line : Files.readAllLines(file)) {
          ids.add(new ObjectMapper().readTree(line).get("id").asInt());
        }
      }
    }
    return ids.stream().sorted().toList();
  }
}
