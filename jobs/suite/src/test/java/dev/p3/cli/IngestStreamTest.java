package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.data.Lease;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestStreamTest {
  private static final String SCHEMA = "n int not null check(n <> 13), text string";

  @TempDir private Path directory;
  private Path in;

  @BeforeEach
  void writeFiles() throws IOException {
    in = Files.createDirectory(directory.resolve("in"));
    file(in, "1.csv", "n,text\n1,\"a\nb\"\n2,c\nx,d\n");
    file(in, "2.csv", "text,n\nlast,12\nunlucky,13\n");
  }

  private Typed stream(Object... more) {
    return stream("csv,maxFilesPerTrigger=1", "checkpoint", more);
  }

  private Typed stream(String format, String checkpoint, Object... more) {
    Stream<Object> words =
        Stream.of(
            "run",
            "ingest",
            "--in",
            format + ":" + in,
            "--schema",
            SCHEMA,
            "--stream",
            "--checkpoint",
            directory.resolve(checkpoint),
            "--out",
            "good=parquet:" + directory.resolve("good"),
            "--out",
            "bad=json:" + directory.resolve("bad"));
    return p3(Stream.concat(words, Stream.of(more)).toArray());
  }

  private RowDigest digest(String format, String output) {
    return RowDigest.of(
        LocalSpark.spark().read().format(format).load(directory.resolve(output).toString()));
  }

  @Test
  void givesTheRowsOfABatchRun() {
    Typed batch =
        p3(
            "run",
            "ingest",
            "--in",
            "csv:" + in,
            "--schema",
            SCHEMA,
            "--out",
            "good=parquet:" + directory.resolve("expected-good"),
            "--out",
            "bad=json:" + directory.resolve("expected-bad"));
    Typed streamed = stream();

    assertThat(batch.messages()).contains("3 good + 2 bad = 5 rows read");
    assertThat(streamed.exitCode()).isZero();
    assertThat(streamed.messages())
        .contains(
            "batch 0: ",
            "batch 1: ",
            "3 rows of good written to parquet:",
            "2 rows of bad written to json:");
    assertThat(digest("parquet", "good")).isEqualTo(digest("parquet", "expected-good"));
    assertThat(digest("json", "bad")).isEqualTo(digest("json", "expected-bad"));
    assertThat(directory.resolve("good/_p3/run-0000000001.json")).exists();
  }

  @Test
  void readsOnlyWhatIsNew() {
    stream();
    RowDigest before = digest("parquet", "good");

    Typed nothing = stream();
    assertThat(nothing.exitCode()).isZero();
    assertThat(nothing.messages()).contains("no file that this checkpoint has not seen yet");
    assertThat(digest("parquet", "good")).isEqualTo(before);

    file(in, "3.csv", "n,text\n3,new\n");
    assertThat(stream().messages()).contains("batch 2: 1 good + 0 bad = 1 rows read");
    assertThat(digest("parquet", "good").rows()).isEqualTo(4);
  }

  @Test
  void repeatsABatchThatWasCutShortAndDoublesNoRow() throws IOException {
    stream();
    RowDigest good = digest("parquet", "good");
    RowDigest bad = digest("json", "bad");
    // As after a crash: the rows of the last batch are there, and the checkpoint does not know; of
    // another output only a part of them, and leftovers of the writing.
    for (String name : List.of("commits/1", "commits/.1.crc")) {
      Files.deleteIfExists(directory.resolve("checkpoint").resolve(name));
    }
    try (Stream<Path> files = Files.list(directory.resolve("bad"))) {
      for (Path part :
          files
              .filter(each -> each.getFileName().toString().startsWith("part-0000000001"))
              .toList()) {
        Files.delete(part);
      }
    }
    file(directory.resolve("good/.p3-batch-1"), "part-00000-old.parquet", "half a file");

    Typed again = stream();

    assertThat(again.exitCode()).isZero();
    assertThat(digest("parquet", "good")).isEqualTo(good);
    assertThat(digest("json", "bad")).isEqualTo(bad);
    assertThat(directory.resolve("good/.p3-batch-1")).doesNotExist();
  }

  @Test
  void repeatsABatchInALocaleWithOtherDigitsAndDoublesNoRow() throws IOException {
    stream();
    RowDigest good = digest("parquet", "good");
    for (String name : List.of("commits/1", "commits/.1.crc")) {
      Files.deleteIfExists(directory.resolve("checkpoint").resolve(name));
    }
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(stream().exitCode()).isZero();
    } finally {
      Locale.setDefault(before);
    }
    assertThat(digest("parquet", "good")).isEqualTo(good);
  }

  @Test
  void refusesTheCheckpointOfAnotherStreamAndWhatAStreamCannotDo() {
    stream();

    Typed other =
        p3(
            "run",
            "ingest",
            "--in",
            "csv:" + in,
            "--schema",
            "n int",
            "--stream",
            "--checkpoint",
            directory.resolve("checkpoint"),
            "--out",
            "good=parquet:" + directory.resolve("good"));
    Typed without = p3("run", "ingest", "--in", "csv:" + in, "--schema", "n int", "--stream");
    Typed unasked =
        p3("run", "ingest", "--in", "csv:" + in, "--schema", "n int", "--checkpoint", "c");
    Typed shown =
        p3(
            "run",
            "ingest",
            "--in",
            "csv:" + in,
            "--schema",
            "n int",
            "--stream",
            "--checkpoint",
            directory.resolve("c"),
            "--out",
            "-");

    assertThat(List.of(other, without, unasked, shown))
        .allSatisfy(typed -> assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE));
    assertThat(other.messages())
        .contains("its schema is " + SCHEMA + ", not n int", "its out bad is ");
    assertThat(without.messages()).contains("Missing --checkpoint DIR");
    assertThat(unasked.messages()).contains("Invalid --checkpoint");
    assertThat(shown.messages()).contains("the batches of a stream go to directories");
    assertThat(digest("parquet", "good").rows()).isEqualTo(3);
  }

  @Test
  void readsFilesWhateverTheirDates() throws IOException {
    date("1.csv", "2001-01-01T00:00:00Z");
    date("2.csv", "2099-01-01T00:00:00Z");
    stream();
    file(in, "3.csv", "n,text\n3,copied with its date\n");
    date("3.csv", "1999-01-01T00:00:00Z");
    file(in, "4.csv", "n,text\n4,of today\n");

    assertThat(stream().messages()).contains("batch 3: 1 good + 0 bad");

    assertThat(digest("parquet", "good").rows()).isEqualTo(5);
  }

  private void date(String name, String instant) throws IOException {
    Files.setLastModifiedTime(in.resolve(name), FileTime.from(Instant.parse(instant)));
  }

  @Test
  void addsNoBatchOfAnotherStream() {
    stream();
    RowDigest good = digest("parquet", "good");

    Typed another = stream("csv", "another-checkpoint");

    assertThat(another.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(another.messages())
        .contains("it holds the batches of another stream (checkpoint '" + directory);
    assertThat(digest("parquet", "good")).isEqualTo(good);
  }

  @Test
  void refusesABatchOfOtherContentAsAfterACheckpointWasRestored() throws IOException {
    date("1.csv", "2001-01-01T00:00:00Z");
    date("2.csv", "2001-01-02T00:00:00Z");
    stream();
    RowDigest good = digest("parquet", "good");
    for (String name :
        List.of("commits/1", "commits/.1.crc", "offsets/1", "offsets/.1.crc", "sources/0/1")) {
      Files.delete(directory.resolve("checkpoint").resolve(name));
    }
    Files.delete(directory.resolve("checkpoint/sources/0/.1.crc"));
    Files.delete(in.resolve("2.csv"));
    file(in, "3.csv", "n,text\n3,new\n");

    Typed restored = stream();

    assertThat(restored.exitCode()).isEqualTo(CommandLineApp.FAILED);
    assertThat(restored.messages()).contains("a batch 1 of this stream with other content");
    assertThat(digest("parquet", "good")).isEqualTo(good);
  }

  @Test
  void oneRunAtATimeUsesACheckpoint() throws IOException {
    Path lease =
        file(
            directory,
            "checkpoint/p3-0123456789abcdef.lease",
            "host=elsewhere\nprocess=7\nbegan=0\nmachine=m\nsince=2026-01-01T00:00:00Z\n");

    Typed second = stream();
    assertThat(second.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(second.messages())
        .contains("another run is using it (process 7 on elsewhere, since 2026-01-01T00:00:00Z)");

    Files.setLastModifiedTime(
        lease, FileTime.from(Instant.now().minus(Lease.EXPIRES_AFTER.plusSeconds(1))));
    assertThat(stream().exitCode()).isZero();
    assertThat(lease).doesNotExist();
    assertThat(digest("parquet", "good").rows()).isEqualTo(3);
  }

  @Test
  void isAnotherStreamWhenItIsReadInAnotherWay() {
    stream();

    Typed other = stream("csv,header=false", "checkpoint");

    assertThat(other.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(other.messages()).contains("its in option header is not given, not false");
  }

  @Test
  void goesOnWithTheCheckpointOfAVersionThatNotedMoreOptionsAndNoFormats() throws IOException {
    stream();
    Path note = directory.resolve("checkpoint/p3.json");
    String ofEarlier =
        Files.readString(note)
            .replaceAll("\"version\":2,?", "")
            .replaceAll("\"(in|out good|out bad) format\":\"[a-z]+\",?", "")
            .replace("}", ",\"stream\":\"true\",\"faults\":\"first\",\"key\":[]}")
            .replace(",,", ",");
    Files.writeString(note, ofEarlier);
    Files.deleteIfExists(directory.resolve("checkpoint/.p3.json.crc"));

    Typed again = stream();

    assertThat(again.messages()).contains("no file that this checkpoint has not seen yet");
    assertThat(again.exitCode()).isZero();
  }
}
