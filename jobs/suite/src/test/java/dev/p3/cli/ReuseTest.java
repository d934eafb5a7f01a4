package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.p3.LocalSpark;
import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.data.DataLocation;
import dev.p3.run.BuildFingerprint;
import dev.p3.run.BuildInfo;
import dev.p3.run.ReusableOutputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output is given back as it is, or the reason why not is named: it is never stale. */
class ReuseTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Path flights;
  private Path output;

  @BeforeEach
  void writeAnOutput() {
    flights = file(directory, "flights.csv", "origin,delay\nORD,1\nORD,2\nSFO,3\n");
    output = directory.resolve("top.csv");
    assertThat(top("--k", "1").exitCode()).isZero();
  }

  @Test
  void givesTheOutputBackWhenNothingHasChanged() throws IOException {
    FileTime written = Files.getLastModifiedTime(record());
    String started = JSON.readTree(record().toFile()).at("/started").asText();

    Typed reused = top("--k", "1", "--reuse");

    assertThat(reused.exitCode()).isZero();
    assertThat(reused.messages())
        .isEqualTo(
            "top: reused %s, 1 rows that the run of %s wrote; nothing has changed since\n"
                .formatted(output, started));
    assertThat(Files.getLastModifiedTime(record())).isEqualTo(written);
  }

  @Test
  void reportsTheRunWhoseOutputItGivesBack() throws IOException {
    Path report = directory.resolve("report");

    top("--k", "1", "--reuse", "--report", report);

    ObjectNode reported = (ObjectNode) JSON.readTree(report.resolve("run.json").toFile());
    ObjectNode recorded = (ObjectNode) JSON.readTree(record().toFile());
    assertThat(reported.put("status", "complete")).isEqualTo(recorded);
  }

  @Test
  void runsWhenThereIsNothingToReuse() {
    Path other = directory.resolve("other.csv");

    Typed first = run("--k", "1", "--by", "delay", "--in", flights, "--out", other, "--reuse");

    assertThat(first.exitCode()).isZero();
    assertThat(first.messages()).contains("1 rows written to").doesNotContain("reuse");
    assertThat(other.resolve("_SUCCESS")).exists();
  }

  @Test
  void reusesWhatSayTheSameInOtherWords() {
    assertThat(
            run(
                    "--in",
                    "table=csv:" + flights,
                    "--conf",
                    "spark.p3.top.k=1",
                    "--by",
                    "delay",
                    "--out",
                    "csv:" + output,
                    "--reuse")
                .messages())
        .contains("reused");
  }

  @Test
  void namesEveryOptionThatDiffers() {
    assertDiffers(
        top("--k", "2", "--group", "origin", "--smallest", "--variant", "grouped", "--reuse"),
        "--variant was heaps and is grouped",
        "--group was not given and is origin",
        "--k was 1 and is 2",
        "--smallest was false and is true");
    assertDiffers(
        run(
            "--in",
            flights,
            "--by",
            "delay",
            "--out",
            output,
            "--reuse",
            "--conf",
            "spark.p3.top.k=3"),
        "--group was origin and is not given",
        "--k was 2 and is 3");
  }

  @Test
  void namesEverySettingThatMayDecideOnRows() {
    assertThat(top("--k", "1", "--reuse", "--conf", "spark.ui.port=4041").messages())
        .contains("reused");
    assertDiffers(
        top("--k", "1", "--reuse", "--conf", "spark.sql.session.timeZone=Europe/Berlin"),
        "spark.sql.session.timeZone was UTC and is Europe/Berlin");
  }

  @Test
  void namesSettingsOfReadersAndOfABorrowedSession() {
    assertDiffers(
        top("--k", "1", "--reuse", "--conf", "spark.hadoop.textinputformat.record.delimiter=|"),
        "spark.hadoop.textinputformat.record.delimiter was not given and is |");
    top("--k", "1", "--reuse");
    LocalSpark.spark().conf().set("spark.sql.caseSensitive", "true");
    try {
      assertDiffers(
          top("--k", "1", "--reuse"), "spark.sql.caseSensitive was not given and is true");
    } finally {
      LocalSpark.spark().conf().unset("spark.sql.caseSensitive");
    }
  }

  @Test
  void noticesAJarOfTheSameNameWithOtherBytes() {
    Path jar = file(directory, "functions.jar", "one");
    top("--k", "1", "--reuse", "--conf", "spark.jars=" + jar);
    assertThat(top("--k", "1", "--reuse", "--conf", "spark.jars=" + jar).messages())
        .contains("reused");

    file(directory, "functions.jar", "two");

    assertDiffers(
        top("--k", "1", "--reuse", "--conf", "spark.jars=" + jar),
        "spark.jars was functions.jar (7a6c86f1) and is functions.jar (11ca8a66)");
  }

  @Test
  void recordsNoSecret() throws IOException {
    Path other = directory.resolve("other.csv");
    run(
        "--k",
        "1",
        "--by",
        "delay",
        "--in",
        flights,
        "--out",
        other,
        "--conf",
        "spark.sql.catalog.c.password=hunter2",
        "--conf",
        "spark.sql.catalog.c.uri=thrift://me:hunter2@h:9083");

    assertThat(Files.readString(other.resolve("_p3/run.json"))).doesNotContain("hunter2");
  }

  @Test
  void noticesAnInputThatWasWritten() throws IOException {
    FileTime before = Files.getLastModifiedTime(flights);
    Files.writeString(flights, "origin,delay\nORD,1\nORD,2\nSFO,9\n");
    Files.setLastModifiedTime(flights, FileTime.fromMillis(before.toMillis() + 1));

    assertDiffers(
        top("--k", "1", "--reuse"),
        "input table (%s) has changed: it was 31 bytes in 1 file of".formatted(flights));
  }

  @Test
  void noticesFilesThatCameAndWent() throws IOException {
    Path folder = directory.resolve("folder");
    file(folder, "one.csv", "origin,delay\nORD,1\n");
    Path other = directory.resolve("other.csv");
    Object[] words = {"--in", folder, "--by", "delay", "--k", "1", "--out", other, "--reuse"};
    run(words);
    assertThat(run(words).messages()).contains("reused");

    Path two = file(folder, "two.csv", "origin,delay\nSFO,2\n");
    assertDiffers(run(words), "and is 38 bytes in 2 files of");
    assertThat(run(words).messages()).contains("reused");
    Files.delete(two);
    assertDiffers(run(words), "it was 38 bytes in 2 files of");
    Files.move(folder.resolve("one.csv"), folder.resolve("renamed.csv"));
    assertDiffers(run(words), "has changed");
  }

  @Test
  void namesAnInputThatIsAnother() {
    Path same = file(directory, "same.csv", "origin,delay\nORD,1\nORD,2\nSFO,3\n");
    Path keys = file(directory, "keys.csv", "origin\nORD\n");

    assertDiffers(
        run("--in", same, "--by", "delay", "--k", "1", "--out", output, "--reuse"),
        "input table was %s and is %s".formatted(flights, same));
    assertDiffers(
        top("--k", "1", "--only", keys, "--reuse"),
        "input only was not given and is %s".formatted(keys));
    assertDiffers(
        run(
            "--in",
            "csv,header=false:" + flights,
            "--by",
            "_c1",
            "--k",
            "1",
            "--out",
            output,
            "--reuse"),
        "--by was delay and is _c1",
        "input table was %s and is csv,header=false:%s".formatted(flights, flights));
  }

  @Test
  void tellsSamplesByTheirContent() {
    Path other = directory.resolve("counts");
    Object[] words = {"run", "word-count", "--top", "3", "--out", "csv:" + other, "--reuse"};
    assertThat(p3(words).messages()).doesNotContain("reused");
    assertThat(p3(words).messages()).contains("reused csv:" + other);
  }

  @Test
  void noticesAnOutputThatIsNotAsItWasWritten() throws IOException {
    Path part = onlyPart();
    byte[] content = Files.readAllBytes(part);
    FileTime written = Files.getLastModifiedTime(part);

    Files.write(part, Arrays.copyOf(content, content.length - 1));
    assertRefused(top("--k", "1", "--reuse"), "its files are not those that the run wrote");
    Files.write(part, content);
    Files.setLastModifiedTime(part, FileTime.fromMillis(written.toMillis() + 5));
    assertRefused(top("--k", "1", "--reuse"), "its files are not those that the run wrote");
    Files.setLastModifiedTime(part, written);
    assertThat(top("--k", "1", "--reuse").messages()).contains("reused");

    file(output, "part-99999.csv", "rank,origin,delay\n");
    assertRefused(top("--k", "1", "--reuse"), "its files are not those that the run wrote");
    Files.delete(output.resolve("part-99999.csv"));
    Files.delete(part);
    assertRefused(top("--k", "1", "--reuse"), "its files are not those that the run wrote");
  }

  @Test
  void noticesTheFormatOfTheOutput() {
    assertDiffers(
        run(
            "--in",
            flights,
            "--by",
            "delay",
            "--k",
            "1",
            "--out",
            "csv,sep=;:" + output,
            "--reuse"),
        "it was written as " + output);
    assertDiffers(
        run("--in", flights, "--by", "delay", "--k", "1", "--out", "json:" + output, "--reuse"),
        "it was written as csv,sep=;:" + output);
  }

  @Test
  void isNotTakenInByTheOutputOfAnotherJob() {
    assertRefused(
        p3("run", "word-count", "--in", flights, "--out", output, "--reuse"),
        "it is an output of job top");
  }

  @Test
  void noticesAnotherVersionBuildOrSpark() throws IOException {
    edit(run -> run.put("p3", "0.0.9"));
    assertDiffers(top("--k", "1", "--reuse"), "p3 was 0.0.9 and is " + BuildInfo.version());
    edit(run -> run.put("p3", BuildInfo.version()).put("build", "00000000"));
    assertDiffers(top("--k", "1", "--reuse"), "p3 was built from other sources");
    edit(run -> run.put("build", BuildFingerprint.ofClasses()).put("spark", "3.4.1"));
    assertDiffers(top("--k", "1", "--reuse"), "Spark was 3.4 and is " + BuildInfo.sparkLine());
    edit(run -> run.put("spark", BuildInfo.sparkLine() + ".99"));
    assertThat(top("--k", "1", "--reuse").messages()).contains("reused");
    edit(run -> run.put("status", "failed"));
    assertRefused(top("--k", "1", "--reuse"), "the run that wrote it is failed");
  }

  @Test
  void doesNotTrustARecordThatIsMissingOrUnreadable() throws IOException {
    for (String content :
        List.of("{", "", "[]", "{}", "{\"job\": \"top\", \"status\": \"complete\"}")) {
      write(content);
      assertThat(top("--k", "1", "--reuse").exitCode())
          .as(content)
          .isEqualTo(CommandLineApp.BAD_USAGE);
    }
    Files.delete(record());
    assertRefused(top("--k", "1", "--reuse"), "it holds no record of a run that can be read");
  }

  @Test
  void runsAgainReplacesTheOutputAndSaysWhy() throws IOException {
    Typed again = top("--k", "2", "--reuse");

    assertThat(again.exitCode()).isZero();
    assertThat(again.messages())
        .contains(
            "Cannot reuse '%s': --k was 1 and is 2. Running again.".formatted(output),
            "2 rows written to");
    assertThat(JSON.readTree(record().toFile()).at("/options/k").asText()).isEqualTo("2");
    assertThat(top("--k", "2", "--reuse", "--overwrite").messages()).contains("reused");
    Files.delete(onlyPart());
    assertThat(top("--k", "2", "--reuse", "--overwrite").messages())
        .contains("its files are not those that the run wrote", "2 rows written to");
  }

  @Test
  void isForStoredOutputsOnly() {
    assertThat(run("--in", flights, "--by", "delay", "--k", "1", "--reuse"))
        .satisfies(shown -> assertThat(shown.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE))
        .extracting(Typed::messages)
        .asString()
        .contains("Cannot reuse what is only shown");
    assertThat(
            run("--in", flights, "--by", "delay", "--k", "1", "--out", "-", "--reuse").messages())
        .contains("Cannot reuse standard output");
    assertThat(
            top("--k", "1", "--reuse", "--discover-kryo", directory.resolve("A.java")).messages())
        .contains("Cannot reuse with --discover-kryo");
  }

  @Test
  void tellsTheFaultsOfARequestAndNotThatItsOutputExists() {
    Typed refused = top("--k", "0", "--reuse");

    assertThat(refused.messages()).contains("Invalid --k").doesNotContain("exists", "reuse");
  }

  @Test
  void givesNothingBackOfOutputsOfWhichOneIsMissing() {
    var wanted = new ArrayList<ReusableOutputs.Found>();
    wanted.add(found("good", true));
    var all = new ReusableOutputs(Map.of("good", wanted.get(0), "bad", found("bad", false)));

    assertThat(all.areReusable()).isFalse();
    assertThat(all.refusals()).containsExactly("Cannot reuse 'csv:good': output bad is not there");
  }

  private static ReusableOutputs.Found found(String name, boolean exists) {
    return new ReusableOutputs.Found(
        DataLocation.parse("csv:" + name), exists, Optional.empty(), exists, List.of());
  }

  private Typed top(Object... words) {
    var all = new ArrayList<Object>(List.of("--in", flights, "--by", "delay", "--out", output));
    all.addAll(List.of(words));
    return run(all.toArray());
  }

  private static Typed run(Object... words) {
    return p3(Stream.concat(Stream.of("run", "top"), Arrays.stream(words)).toArray());
  }

  private void assertDiffers(Typed typed, String... reasons) {
    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(typed.messages())
        .contains("Cannot reuse", "Running again")
        .contains(reasons)
        .doesNotContain("reused");
  }

  /** Where something else than an output of the job would be lost. */
  private void assertRefused(Typed typed, String... reasons) {
    assertThat(typed.exitCode()).as(typed.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages())
        .contains("Cannot reuse", "Pass --overwrite too, to run again and replace it")
        .contains(reasons)
        .doesNotContain("reused");
  }

  private Path record() {
    return output.resolve("_p3/run.json");
  }

  private Path onlyPart() throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files
          .filter(each -> each.getFileName().toString().startsWith("part-"))
          .findFirst()
          .get();
    }
  }

  private void edit(Consumer<ObjectNode> change) throws IOException {
    JsonNode run = JSON.readTree(record().toFile());
    change.accept((ObjectNode) run);
    write(JSON.writeValueAsString(run));
  }

  /** With its checksum, so that the content is what is looked at. */
  private void write(String content) throws IOException {
    Files.deleteIfExists(record().resolveSibling(".run.json.crc"));
    Files.writeString(record(), content);
  }
}
