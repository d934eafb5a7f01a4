package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.gzip;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.LocalSpark;
import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.job.JobRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  @TempDir private Path directory;

  @Test
  void withoutInputTheBundledTextIsReadAndThatIsSaid() {
    Typed typed = p3("run", "word-count", "--tokens", "whitespace", "--top", "3");
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.messages()).contains("bundled sample moby-dick.txt");
    assertThat(typed.output())
        .contains("| token | count |", "| the   | 13434 |", "21,424 rows of text read, 3 rows in");
  }

  @Test
  void standardOutputHoldsTheRowsAndNothingElse() throws IOException {
    Typed typed = p3("run", "word-count", "--tokens", "whitespace", "--out", "-");
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.outputLines().get(0)).isEqualTo("token,count");
    assertThat(sorted(typed.outputLines())).isEqualTo(countedByHand());
  }

  @Test
  void csvOnStandardOutputQuotesWhatNeedsIt() {
    Path text = file(directory, "text.txt", "a,b \"c\" d\n");
    Typed typed = p3("run", "word-count", "--tokens", "whitespace", "--in", text, "--out", "-");
    assertThat(typed.outputLines())
        .containsExactlyInAnyOrder("token,count", "\"a,b\",1", "\"\"\"c\"\"\",1", "d,1");
  }

  @Test
  void aRunLeavesItsRecordWithTheOutputAndInTheReport() throws IOException {
    Path text = file(directory, "text.txt", "the cat\nthe dog\n");
    Path output = directory.resolve("counts.parquet");
    Path report = directory.resolve("report");
    Typed typed = p3("run", "word-count", "--in", text, "--out", output, "--report", report);
    assertThat(typed.exitCode()).isZero();
    assertThat(output.resolve("_SUCCESS")).exists();

    JsonNode run = new ObjectMapper().readTree(report.resolve("run.json").toFile());
    assertThat(run).isEqualTo(new ObjectMapper().readTree(output.resolve("_p3/run.json").toFile()));
    assertThat(run.at("/job").asText()).isEqualTo("word-count");
    assertThat(run.at("/status").asText()).isEqualTo("complete");
    assertThat(run.at("/options/min-count").asText()).isEqualTo("1");
    assertThat(run.at("/inputs/0/rows").asLong()).isEqualTo(2);
    assertThat(run.at("/inputs/0/bytes").asLong()).isEqualTo(Files.size(text));
    assertThat(run.at("/outputs/0/rows").asLong()).isEqualTo(3);
    assertThat(run.at("/metrics/malformed_bytes").asLong()).isZero();
    assertThat(LocalSpark.spark().read().parquet(output.toString()).count()).isEqualTo(3);
  }

  @Test
  void aFailedRunLeavesARecordThatSaysSo() throws IOException {
    Path twice = file(directory, "twice.csv", "iata,name\nORD,one\nORD,two\n");
    Path report = directory.resolve("report");
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
            "--report",
            report);
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.FAILED);
    JsonNode run = new ObjectMapper().readTree(report.resolve("run.json").toFile());
    assertThat(run.at("/status").asText()).isEqualTo("failed");
    assertThat(run.at("/error").asText()).contains("ORD");
  }

  @Test
  void theFiguresOfARunAreTheSameWhereverItsRowsGo() throws IOException {
    Path facts = file(directory, "facts.csv", "k,v\na,1\nb,2\nzz,3\n,4\n");
    Path lookup = file(directory, "lookup.csv", "key,name\na,A\nb,B\n");
    List<List<Object>> outputs =
        List.of(
            List.of(), List.of("--out", "-"), List.of("--out", "csv:" + directory.resolve("out")));
    for (List<Object> output : outputs) {
      Path report = directory.resolve("report" + outputs.indexOf(output));
      var words =
          new ArrayList<Object>(
              List.of(
                  "run",
                  "enrich",
                  "--in",
                  "facts=" + facts,
                  "--in",
                  "lookup=" + lookup,
                  "--on",
                  "k=key",
                  "--report",
                  report));
      words.addAll(output);
      Typed typed = p3(words.toArray());
      assertThat(typed.messages()).contains("2 rows have no match for k", "zz (1)", "null (1)");
      JsonNode run = new ObjectMapper().readTree(report.resolve("run.json").toFile());
      assertThat(run.at("/inputs/0/rows").asLong()).isEqualTo(4);
      assertThat(run.at("/outputs/0/rows").asLong()).isEqualTo(4);
      assertThat(run.at("/metrics/unmatched/0/rows").asLong()).isEqualTo(2);
    }
  }

  @Test
  void csvOnStandardOutputIsTheCsvOfAnOutput() throws IOException {
    Path facts = file(directory, "facts.csv", "k,at\n\" a \",2024-01-01T00:00:00.123456Z\nb,\n");
    Path output = directory.resolve("out.csv");
    Object[] job = {
      "run", "enrich", "--in", "facts=" + facts, "--in", "lookup=" + facts, "--on", "k=k", "--out"
    };
    Typed typed = p3(Stream.concat(Arrays.stream(job), Stream.of("-")).toArray());
    p3(Stream.concat(Arrays.stream(job), Stream.of(output)).toArray());
    assertThat(typed.output()).contains("00:00.123456Z");
    try (Stream<Path> parts = Files.list(output)) {
      Path part =
          parts.filter(file -> file.getFileName().toString().endsWith(".csv")).findFirst().get();
      assertThat(typed.output()).isEqualTo(Files.readString(part));
    }
  }

  @Test
  void severalFilesCompressedAndNotAreOneInput() throws IOException {
    file(directory, "one.txt", "a b\n");
    Files.write(directory.resolve("two.txt.gz"), gzip("b c\n"));
    Typed typed =
        p3(
            "run",
            "word-count",
            "--in",
            directory.resolve("one.txt"),
            "--in",
            directory.resolve("two.txt.gz"),
            "--out",
            "-");
    assertThat(typed.outputLines()).containsExactlyInAnyOrder("token,count", "a,1", "b,2", "c,1");
  }

  @Test
  void malformedBytesAreReportedAndStopWordsLeftOut() throws IOException {
    Path text = directory.resolve("text.txt");
    Files.write(text, new byte[] {'t', 'h', 'e', ' ', 'c', (byte) 0xFF, 't', '\n'});
    Path stop = file(directory, "stop.txt", "The\n");
    Typed typed =
        p3(
            "run",
            "word-count",
            "--tokens",
            "words",
            "--in",
            text,
            "--in",
            "stop=" + stop,
            "--out",
            "-");
    assertThat(typed.messages()).contains("1 malformed byte was replaced by U+FFFD");
    assertThat(typed.output()).doesNotContain("the");
  }

  @Test
  void anInputMayHaveAFlagOfItsOwn() {
    Path table = file(directory, "table.csv", "g,v\na,1\nb,2\nb,3\n");
    Path keys = file(directory, "keys.csv", "g\nb\n");
    for (List<String> only :
        List.of(List.of("--only", keys.toString()), List.of("--in", "only=" + keys))) {
      var words = new ArrayList<Object>(List.of("run", "top", "--in", table, "--by", "v"));
      words.addAll(List.of("--group", "g", "--k", "5", "--out", "-"));
      words.addAll(only);
      Typed typed = p3(words.toArray());
      assertThat(typed.outputLines()).containsExactly("g,rank,v", "b,1,3", "b,2,2");
    }
    assertThat(p3("run", "top", "--in", table, "--by", "v", "--k", "1", "--only", "no").messages())
        .contains("Cannot read 'no'");
    assertThat(p3("describe", "top").output()).contains("Input only (optional; also --only URI)");
  }

  @Test
  void anOptionMayComeFromASettingAndTheFlagWins() {
    Path text = file(directory, "text.txt", "a a a b b c\n");
    String setting = "spark.p3.word-count.min-count=3";
    assertThat(p3("run", "word-count", "--in", text, "--conf", setting, "--out", "-").output())
        .isEqualTo("token,count\na,3\n");
    Typed withFlag =
        p3("run", "word-count", "--in", text, "--conf", setting, "--min-count", "2", "--out", "-");
    assertThat(withFlag.outputLines()).containsExactlyInAnyOrder("token,count", "a,3", "b,2");
  }

  @Test
  void theExampleOfEveryJobRunsAsDescribeShowsIt() {
    for (String job : JobRegistry.ofThread().names()) {
      Typed described = p3("describe", job);
      assertThat(described.exitCode()).isZero();
      String example =
          described.outputLines().stream()
              .filter(line -> line.contains("./p3 run "))
              .findFirst()
              .orElseThrow();
      Object[] words =
          Pattern.compile("\"([^\"]*)\"|\\S+")
              .matcher(example.strip().substring("./p3 ".length()))
              .results()
              .map(word -> word.group(1) == null ? word.group() : word.group(1))
              .toArray();
      assertThat(p3(words).exitCode()).as(example).isZero();
    }
  }

  @Test
  void listNamesEveryJob() {
    assertThat(p3("list").output()).contains(JobRegistry.ofThread().names());
  }

  /** Counts by the JDK alone. Quotes as RFC 4180 has it. */
  private static List<String> countedByHand() throws IOException {
    try (var text =
        new BufferedReader(
            new InputStreamReader(
                RunTest.class.getResourceAsStream(Sample.MOBY_DICK), StandardCharsets.UTF_8))) {
      TreeMap<String, Long> counts =
          text.lines()
              .flatMap(line -> Arrays.stream(line.split("[\\s\\u0085\\p{Z}]+", -1)))
              .filter(token -> !token.isEmpty())
              .collect(Collectors.groupingBy(token -> token, TreeMap::new, Collectors.counting()));
      return sorted(
          counts.entrySet().stream()
              .map(count -> quoted(count.getKey()) + "," + count.getValue())
              .toList());
    }
  }

  private static String quoted(String token) {
    return token.matches("(?s).*[\",].*") ? "\"" + token.replace("\"", "\"\"") + "\"" : token;
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().filter(line -> !line.equals("token,count")).sorted().toList();
  }
}
