package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.gzip;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.cli.CommandLineFixture.Typed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is said in a few lines, with the right exit code and nothing left behind. */
class BadInputTest {
  private static final int LONGEST_ANSWER = 8;

  @TempDir private Path directory;
  private Path text;
  private Path airports;

  @BeforeEach
  void writeGoodInput() {
    text = file(directory, "text.txt", "the cat\nthe dog\n");
    airports = file(directory, "airports.csv", "iata,name\nORD,O'Hare\nSFO,San Francisco\n");
  }

  @Test
  void aMissingPathIsNamedWithItsNearestSibling() {
    Typed typed = p3("run", "word-count", "--in", directory.resolve("txt.txt"));
    assertRefused(typed, "no such file or directory", "Did you mean 'text.txt'?");
  }

  @Test
  void aGlobWithoutMatchesIsAMissingPath() {
    assertRefused(
        p3("run", "word-count", "--in", directory.resolve("*.log")), "no such file or directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "10000", ""})
  void aTourTakesAWholeNumberOfRounds(String rounds) {
    assertRefused(
        p3("tour", "--conf", "spark.p3.tour.rounds=" + rounds),
        "Invalid spark.p3.tour.rounds: '%s' (must be a whole number, 1 to 9999)".formatted(rounds));
  }

  @Test
  void anOutputThatExistsIsNotReplacedUnlessAsked() throws IOException {
    Path output = directory.resolve("counts.csv");
    assertThat(p3("run", "word-count", "--in", text, "--out", output).exitCode()).isZero();
    String before = onlyPart(output);

    assertRefused(
        p3("run", "word-count", "--in", airports, "--out", output), "it exists", "--overwrite");
    assertThat(onlyPart(output)).isEqualTo(before);

    Typed replaced = p3("run", "word-count", "--in", airports, "--out", output, "--overwrite");
    assertThat(replaced.exitCode()).isZero();
    assertThat(onlyPart(output)).isNotEqualTo(before);
  }

  @Test
  void aDirectoryThatIsNoOutputIsNeverReplaced() {
    assertRefused(
        p3("run", "word-count", "--in", text, "--out", "csv:" + directory, "--overwrite"),
        "not an output of Spark");
    assertThat(text).exists();
  }

  @Test
  void anOutputIsNotWrittenOverAnInputOfTheSameRun() {
    Path output = directory.resolve("counts.csv");
    assertThat(p3("run", "word-count", "--in", text, "--out", output).exitCode()).isZero();
    assertRefused(
        p3("run", "word-count", "--in", output, "--out", output, "--overwrite"),
        "is read from there");
  }

  @Test
  void anUnknownCommandIsNamedWithTheNearest() {
    assertRefused(p3("runn", "word-count"), "Unknown command 'runn'", "Did you mean 'run'?");
  }

  @Test
  void anUnknownJobIsNamedWithTheNearest() {
    assertRefused(p3("run", "word-cuont"), "Unknown job", "Did you mean 'word-count'?");
    assertRefused(p3("describe", "enriched"), "Unknown job", "Did you mean 'enrich'?");
  }

  @Test
  void anUnknownOptionIsNamedWithTheNearest() {
    assertRefused(
        p3("run", "word-count", "--in", text, "--min-cuont", "2"),
        "Unknown option '--min-cuont'",
        "Did you mean '--min-count'?");
  }

  @Test
  void anUnknownVariantIsNamedWithTheNearest() {
    assertRefused(
        p3("run", "word-count", "--in", text, "--variant", "group"), "Did you mean 'grouped'?");
  }

  @Test
  void everyUnknownColumnIsNamedWithTheNearest() {
    Path facts = file(directory, "facts.csv", "origin,delay\nORD,3\n");
    assertRefused(
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + facts,
            "--in",
            "lookup=" + airports,
            "--on",
            "orgin=iatta"),
        "Did you mean 'origin'?",
        "Did you mean 'iata'?");
  }

  @Test
  void aWrongTypeAndAValueOutOfRangeAndAMissingPathAreReportedTogether() {
    Typed typed =
        p3(
            "run",
            "word-count",
            "--topp",
            "3",
            "--top",
            "ten",
            "--min-count",
            "0",
            "--in",
            "missing.txt");
    assertRefused(
        typed,
        "--topp",
        "Invalid --top: 'ten' (must be a whole number, 1 to 2147483647)",
        "Invalid --min-count: 0 (must be at least 1)",
        "'missing.txt'");
  }

  @Test
  void anOptionWithoutItsValueIsNamed() {
    assertRefused(p3("run", "word-count", "--in", text, "--top"), "--top");
  }

  @Test
  void aMissingRequiredOptionAndInputAreBothNamed() {
    assertRefused(
        p3("run", "enrich", "--in", "facts=" + airports),
        "Missing --on",
        "Missing --in lookup=URI");
  }

  @Test
  void anUnknownTargetSettingFormatAndEncodingAreReportedTogether() {
    assertRefused(
        p3(
            "run",
            "word-count",
            "--in",
            text,
            "--target",
            "standalon",
            "--conf",
            "foo",
            "--out",
            "parqet:out",
            "--encoding",
            "UTF-88"),
        "Did you mean 'standalone'?",
        "Invalid --conf: 'foo'",
        "unknown format 'parqet'",
        "Invalid --encoding: 'UTF-88'");
  }

  @Test
  void anUnknownOptionInASettingIsNamedWithTheNearest() {
    assertRefused(
        p3("run", "word-count", "--in", text, "--conf", "spark.p3.word-count.mincount=3"),
        "Unknown setting 'spark.p3.word-count.mincount'",
        "Did you mean 'min-count'?");
  }

  @Test
  void anInputWithoutAKnownFormatAsksForOne() {
    Path facts = file(directory, "facts", "origin\nORD\n");
    assertRefused(
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + facts,
            "--in",
            "lookup=" + airports,
            "--on",
            "origin=iata"),
        "Cannot tell the format",
        "csv:" + facts);
  }

  @Test
  void aTruncatedGzipFailsWithItsName() throws IOException {
    byte[] whole = gzip("a line that compresses to more than a few bytes\n".repeat(500));
    Path truncated = directory.resolve("truncated.txt.gz");
    Files.write(truncated, Arrays.copyOf(whole, whole.length / 2));
    Path output = directory.resolve("counts.csv");

    assertFailed(
        p3("run", "word-count", "--in", truncated, "--out", output),
        "truncated.txt.gz",
        "truncated, damaged");
    assertNothingWritten(output);
  }

  @Test
  void aTruncatedParquetFileFailsWithItsName() throws IOException {
    Path truncated = directory.resolve("flights.parquet");
    try (InputStream sample = BadInputTest.class.getResourceAsStream(Sample.FLIGHTS)) {
      Files.write(truncated, sample.readNBytes(100_000));
    }
    assertFailed(
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + truncated,
            "--in",
            "lookup=" + airports,
            "--on",
            "origin=iata"),
        "flights.parquet",
        "truncated, damaged");
  }

  @Test
  void anEmptyTextGivesAnEmptyResult() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty.txt"));
    Typed typed = p3("run", "word-count", "--in", empty, "--out", "-");
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.output()).isEqualTo("token,count\n");
  }

  @Test
  void anEmptyTableGivesAnEmptyResult() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty.csv"));
    Typed typed =
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + empty,
            "--in",
            "lookup=" + airports,
            "--on",
            "origin=iata",
            "--out",
            "-");
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.output()).isEqualTo("origin,origin_name\n");
  }

  @Test
  void aDirectoryWithoutDataIsRefused() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertRefused(p3("run", "word-count", "--in", empty), "holds no data files");
  }

  @Test
  void aBinaryFileGivenAsTextIsRefused() throws IOException {
    Path binary = directory.resolve("program.bin");
    Files.write(binary, new byte[] {'E', 'L', 'F', 0, 1, 2});
    assertRefused(p3("run", "word-count", "--in", binary), "NUL byte at offset 3", "binary");
  }

  @Test
  void theOutputOfARunThatWasKilledIsNotReadAsComplete() throws IOException {
    Path unfinished = directory.resolve("counts.csv");
    Files.createDirectories(unfinished.resolve("_temporary/0"));
    Files.writeString(unfinished.resolve("part-00000.csv"), "token,count\nhalf,1\n");
    assertRefused(p3("run", "word-count", "--in", unfinished), "did not finish");
  }

  @Test
  void aPipeAndAMasterThatDoesNotAnswerAreNamedTogether() {
    assertRefused(
        p3("run", "word-count", "--in", "/dev/null", "--target", "spark://127.0.0.1:1"),
        "it is a pipe or a device",
        "Cannot reach a Spark master at spark://127.0.0.1:1");
  }

  @Test
  void inputsWithOtherColumnsAreNotReadAsOne() {
    Path other = file(directory, "other.csv", "iata,city\nJFK,New York\n");
    assertRefused(
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + airports,
            "--in",
            "facts=" + other,
            "--in",
            "lookup=" + airports,
            "--on",
            "iata=iata"),
        "its columns are city, iata (must be iata, name)");
  }

  @Test
  void nestedColumnsAreRefusedWhereCsvCannotHoldThem() {
    Path facts = file(directory, "facts.json", "{\"origin\":\"ORD\",\"tags\":[1,2]}\n");
    assertRefused(
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + facts,
            "--in",
            "lookup=" + airports,
            "--on",
            "origin=iata",
            "--out",
            "-"),
        "column tags is ARRAY<BIGINT>, which CSV cannot hold");
  }

  @Test
  void placesThatCannotBeWrittenToAreNamedBeforeAnyWork() {
    assertRefused(
        p3(
            "run",
            "word-count",
            "--in",
            text,
            "--out",
            "csv:" + text.resolve("counts"),
            "--report",
            text.resolve("report")),
        "is a file, not a directory",
        "Cannot write a report to");
  }

  @Test
  void aRaggedCsvRowFailsRatherThanTurnIntoNulls() {
    Path ragged = file(directory, "ragged.csv", "origin,delay\nORD,3\nSFO\n");
    Path output = directory.resolve("out.csv");
    assertFailed(
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + ragged,
            "--in",
            "lookup=" + airports,
            "--on",
            "origin=iata",
            "--out",
            output),
        "does not fit its columns",
        "SFO");
    assertNothingWritten(output);
  }

  @Test
  void aRowThatSeemsToHaveAnotherSeparatorIsToldSo() {
    Path file = file(directory, "decimals.csv", "id;name;v\n1;a;2,5\n");
    assertFailed(p3("run", "summarize", "--in", "csv:" + file), "write csv,sep=;:PATH");
  }

  @Test
  void jsonThatIsNestedTooDeeplyIsSaid() {
    Path file =
        file(directory, "deep.json", "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}\n");
    // Jackson's own words, which differ between Spark 3.5 and 4.0.
    assertFailed(p3("run", "summarize", "--in", file), "cannot be read", "nesting depth", "(1001)");
  }

  @Test
  void aTableInAnotherEncodingIsReadWithItAndRefusedWithout() throws IOException {
    Path file = directory.resolve("wide.csv");
    Files.writeString(file, "id,name\n1,ä\n2,日\n", StandardCharsets.UTF_16);

    assertRefused(
        p3("run", "top", "--in", "csv:" + file, "--by", "id", "--k", "1"),
        "its first line is no text",
        "csv,encoding=UTF-16:" + file);
    assertThat(
            p3(
                    "run",
                    "top",
                    "--in",
                    "csv,encoding=UTF-16:" + file,
                    "--by",
                    "id",
                    "--k",
                    "1",
                    "--out",
                    "-")
                .output())
        .isEqualTo("rank,id,name\n1,2,日\n");
  }

  @Test
  void anOptionThatNobodyKnowsIsNamedWithTheNearestInInputsAndOutputs() {
    assertRefused(
        p3(
            "run",
            "top",
            "--k",
            "1",
            "--by",
            "name",
            "--in",
            "csv,heder=false:" + airports,
            "--out",
            "parquet,compresion=zstd:" + directory.resolve("out")),
        "unknown option 'heder' of csv. Did you mean 'header'?",
        "unknown option 'compresion' of parquet. Did you mean 'compression'?");
  }

  @Test
  void aHeaderWithOneNameTwiceIsNotSaidToDifferFromOthers() {
    Path twice = file(directory, "dup.csv", "a,a,b\n1,2,3\n");
    assertRefused(p3("run", "top", "--k", "1", "--by", "b", "--in", twice), "has column 'a' twice");
  }

  @Test
  void aColumnThatOnlyOneFileHasIsNamed() {
    file(directory, "two/1.csv", "a\n1\n");
    file(directory, "two/2.csv", "a,b\n1,2\n");
    assertRefused(
        p3("run", "top", "--k", "1", "--by", "a", "--in", directory.resolve("two")),
        "1.csv' is a, and that of",
        "2.csv' is a,b");
  }

  @Test
  void aFileSystemWithoutItsClassesIsNamedWithItsPackage() {
    assertRefused(
        p3("run", "word-count", "--in", "s3a://b/x.txt", "--out", "csv:gs://b/out"),
        "org.apache.hadoop:hadoop-aws:",
        "gcs-connector");
    assertRefused(
        p3("run", "word-count", "--out", "csv:s3a://b/out", "--report", "abfs://b/report"),
        "org.apache.hadoop:hadoop-aws:",
        "org.apache.hadoop:hadoop-azure:");
    assertThat(p3("run", "word-count", "--profile=s3a://b/p").messages())
        .contains("Warning: Cannot write the profile", "org.apache.hadoop:hadoop-aws:");
    assertRefused(p3("profile", "event-log", "s3a://b/log"), "org.apache.hadoop:hadoop-aws:");
  }

  @Test
  void aSeparatorThatHidesColumnsIsNamedOnce() {
    Path semicolons = file(directory, "semi.csv", "a;b;c\n1;2;3\n");
    Typed typed =
        p3(
            "run",
            "top",
            "--k",
            "1",
            "--by",
            "a",
            "--group",
            "b",
            "--keep",
            "c",
            "--in",
            semicolons);
    assertRefused(typed, "probably ';': write 'csv,sep=;:PATH'");
    assertThat(typed.messages().split("Cannot find", -1)).hasSize(2);
  }

  @Test
  void aNumberThatDoubleWouldChangeIsKeptWithARemark() {
    Path exact = file(directory, "exact.csv", "x\n0.123456789012345678\n");
    Typed typed = p3("run", "top", "--k", "1", "--by", "x", "--in", exact, "--out", "-");
    assertThat(typed.messages())
        .contains("Note: to lose no digit, '%s' is read with x as DECIMAL(18,18)".formatted(exact));
    assertThat(typed.output()).isEqualTo("rank,x\n1,0.123456789012345678\n");
  }

  @Test
  void aDuplicateKeyInTheLookupIsNamed() {
    Path twice = file(directory, "twice.csv", "iata,name\nORD,one\nORD,two\n");
    assertFailed(
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + airports,
            "--in",
            "lookup=" + twice,
            "--on",
            "iata=iata"),
        "ORD",
        "--duplicates first");
  }

  @Test
  void unmatchedFactsFailBeforeAnythingIsWritten() {
    Path facts = file(directory, "facts.csv", "origin\nORD\nXXX\nXXX\n");
    Path output = directory.resolve("out.parquet");
    assertFailed(
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + facts,
            "--in",
            "lookup=" + airports,
            "--on",
            "origin=iata",
            "--unmatched",
            "fail",
            "--out",
            output),
        "2 rows have no match for origin",
        "XXX (2)");
    assertNothingWritten(output);
  }

  @Test
  void aStackTraceIsShownOnlyWhenAskedFor() {
    Path facts = file(directory, "facts.csv", "origin\nXXX\n");
    Object[] words = {
      "run",
      "enrich",
      "--in",
      "facts=" + facts,
      "--in",
      "lookup=" + airports,
      "--on",
      "origin=iata",
      "--unmatched",
      "fail"
    };
    assertThat(p3(words).messages()).doesNotContain("\tat ");
    Object[] verbose = Stream.concat(Arrays.stream(words), Stream.of("-v")).toArray();
    assertThat(p3(verbose).messages()).contains("\tat dev.p3.");
  }

  private void assertRefused(Typed typed, String... parts) {
    assertAnswer(typed, CommandLineApp.BAD_USAGE, parts);
  }

  private void assertFailed(Typed typed, String... parts) {
    assertAnswer(typed, CommandLineApp.FAILED, parts);
  }

  private void assertAnswer(Typed typed, int exitCode, String... parts) {
    assertThat(typed.messages()).contains(parts).doesNotContain("\tat ", "Exception");
    assertThat(typed.messages().lines()).hasSizeLessThanOrEqualTo(LONGEST_ANSWER);
    assertThat(typed.output()).isEmpty();
    assertThat(typed.exitCode()).isEqualTo(exitCode);
  }

  private void assertNothingWritten(Path output) {
    assertThat(output).doesNotExist();
    assertThat(directory.toFile().list())
        .noneMatch(name -> name.startsWith("." + output.getFileName()));
  }

  private static String onlyPart(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      Path part =
          files
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      return Files.readString(part);
    }
  }
}
