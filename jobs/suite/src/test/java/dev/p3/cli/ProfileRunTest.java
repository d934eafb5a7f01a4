package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.p3;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Mounted;
import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.patterns.PatternJobs;
import dev.p3.patterns.mapreduce.WordCount;
import dev.p3.profile.Profiled;
import dev.p3.profile.model.Finding;
import dev.p3.profile.model.RunProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileRunTest {
  @TempDir private Path directory;

  private RunProfile profile(Object... words) throws IOException {
    var all = new ArrayList<Object>(Arrays.asList(words));
    all.add("--profile=" + directory.resolve("p"));
    Typed typed = p3(all.toArray());
    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    try (InputStream file = Files.newInputStream(directory.resolve("p").resolve(Profiled.JSON))) {
      return RunProfile.readFrom(file);
    }
  }

  /** A busy machine may look like a fault once, but not the same one each time. */
  @Tag("slow")
  @Test
  void noPatternJobRaisesAFalseAlarmOnItsSample() throws IOException {
    var alarms = new TreeMap<String, Object>();
    for (var job : new PatternJobs().jobs()) {
      var words = new ArrayList<Object>();
      words.add("run");
      words.add(job.description().name());
      job.description()
          .exampleValues()
          .forEach(
              (flag, values) ->
                  values.forEach(
                      value -> {
                        words.add("--" + flag);
                        words.add(value);
                      }));
      RunProfile run = profile(words.toArray());
      assertThat(run.stages()).as(job.description().name()).isNotEmpty();
      assertThat(run.application().status()).isEqualTo("complete");
      List<Finding> lasting = run.findings();
      for (int i = 1; i < 4 && !lasting.isEmpty(); i++) {
        Set<String> again =
            profile(words.toArray()).findings().stream()
                .map(Finding::rule)
                .collect(Collectors.toSet());
        lasting = lasting.stream().filter(each -> again.contains(each.rule())).toList();
      }
      if (!lasting.isEmpty()) {
        alarms.put(job.description().name(), lasting);
      }
    }
    assertThat(alarms).isEmpty();
  }

  /** Of a machine that is busy, samples may tell too little once, but not each time. */
  @Tag("slow")
  @Test
  void theFaultsOfTheTwinsAreFound() throws IOException {
    Path text = directory.resolve("text.txt");
    try (InputStream sample =
        WordCount.class.getResourceAsStream("/samples/moby-dick/moby-dick.txt")) {
      Files.writeString(text, new String(sample.readAllBytes(), UTF_8).repeat(2));
    }
    Path rows =
        Files.write(
            directory.resolve("rows.csv"),
            IntStream.range(0, 150_000)
                .mapToObj(i -> i == 0 ? "number,price" : i + ",none")
                .toList());
    assertFound("uncombined-groups", "word-count", "grouped", "--in", "text=" + text);
    assertFound(
        "large-task-binary",
        "enrich",
        "captured",
        "--on",
        "origin=iata",
        "--on",
        "destination=iata");
    assertFound("allocation", "nearest", "loop", "--lat", "latitude", "--lon", "longitude");
    assertFound(
        "regex-per-row",
        "ingest",
        "tangled",
        "--in",
        "raw=" + rows,
        "--schema",
        "number int, price double");
    assertFound(
        "serialization",
        "serialize",
        "java",
        "--in",
        "table=parquet:" + flights(5),
        "--seconds",
        "1");
  }

  /** So many times the sample, which a fast machine serializes in less time than the rule wants. */
  private Path flights(int times) throws IOException {
    Path folder = Files.createDirectory(directory.resolve("flights"));
    for (int i = 0; i < times; i++) {
      try (InputStream sample =
          WordCount.class.getResourceAsStream("/samples/us-flights/flights.parquet")) {
        Files.copy(sample, folder.resolve("part-%d.parquet".formatted(i)));
      }
    }
    return folder;
  }

  private void assertFound(String rule, String job, String variant, Object... options)
      throws IOException {
    var words = new ArrayList<Object>(List.of("run", job, "--variant", variant));
    words.addAll(Arrays.asList(options));
    String output =
        new PatternJobs()
            .jobs().stream()
                .filter(each -> each.description().name().equals(job))
                .map(each -> each.description().outputs().get(0).name())
                .findFirst()
                .orElseThrow();
    words.add("--out");
    words.add("%s=csv:%s".formatted(output, directory.resolve(output)));
    words.add("--overwrite");
    List<Finding> found = List.of();
    for (int i = 0; i < 4; i++) {
      found = profile(words.toArray()).findings();
      if (found.stream().anyMatch(each -> each.rule().equals(rule))) {
        return;
      }
    }
    assertThat(found).as(words.toString()).extracting(Finding::rule).contains(rule);
  }

  @Test
  void aSummaryOfTenLinesIsPrintedAndFilesAreWritten() {
    Path folder = directory.resolve("out");
    Typed typed = p3("run", "word-count", "--top", "5", "--profile", folder);
    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(typed.messages())
        .contains("Profile of ", "  profiler ", "Wrote the profile to " + folder);
    assertThat(typed.messages().lines().filter(line -> line.startsWith("  ")).count())
        .isLessThan(10);
    assertThat(folder).isDirectoryContaining("glob:**/profile.json");
    assertThat(folder).isDirectoryContaining("glob:**/cpu.folded");
    assertThat(folder).isDirectoryContaining("glob:**/allocation.folded");
  }

  @Test
  void aRunThatFailsLeavesItsProfile() throws IOException {
    Path twice = Files.writeString(directory.resolve("twice.csv"), "iata,name\nORD,one\nORD,two\n");
    Path folder = directory.resolve("failed");
    Typed typed =
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + twice,
            "--in",
            "lookup=" + twice,
            "--on",
            "iata=iata",
            "--profile=" + folder);
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.FAILED);
    try (InputStream file = Files.newInputStream(folder.resolve(Profiled.JSON))) {
      RunProfile run = RunProfile.readFrom(file);
      assertThat(run.application().status()).isEqualTo("failed");
      assertThat(run.application().error()).contains("ORD");
    }
  }

  @Test
  void aDirectoryThatCannotBeIsBadUsage() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Typed typed = p3("run", "word-count", "--profile=" + file, "--top", "x");
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages()).contains("Cannot write a profile to '" + file + "'", "--top");
  }

  @Test
  void recordingsWithoutAProfileOfTheFlightRecorderAreBadUsage() {
    Typed typed = p3("run", "word-count", "--profile-jfr", "--top", "x");
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages())
        .contains("Cannot write recordings for --profile-jfr", "add --profile", "--top");
    assertThat(p3("run", "word-count", "--profile=async", "--profile-jfr").exitCode())
        .isEqualTo(CommandLineApp.BAD_USAGE);
  }

  @Test
  void aRunGoesOnWhereItsProfileFindsNoSpace() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    try (var ignored = Mounted.inMemory(small, "8k")) {
      Typed typed = p3("run", "word-count", "--top", "1", "--out", "-", "--profile=" + small);
      assertThat(typed.exitCode()).as(typed.messages()).isZero();
      assertThat(typed.output()).contains("the,14");
      assertThat(typed.messages())
          .contains("Profile of ", "Warning: Cannot write the profile to " + small, "No space left")
          .doesNotContain("\tat ");
      assertThat(small).isEmptyDirectory();
    }
  }
}
