package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.cli.CommandLineFixture.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunReportTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "parquet", "orc", "csv", "json"})
  void aRunLeavesItsRowsAsBarsAndATableWhereverTheyWent(String format) throws IOException {
    Path text = file(directory, "text.txt", "b b a <img> <img> <img> ,\"x\n");
    Object[] run = {
      "run",
      "word-count",
      "--tokens",
      "whitespace",
      "--top",
      "3",
      "--in",
      text,
      "--report",
      directory
    };
    Typed typed = format.isEmpty() ? p3(run) : p3(with(run, "--out", out(format)));
    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    String page = Files.readString(directory.resolve("report.html"));
    assertThat(page)
        .contains("Combine before you send", "3 rows of counts", "text.txt")
        .contains("<td class=\"\">&lt;img&gt;</td><td class=\"number\">3</td>")
        .contains("<td class=\"\">,&quot;x</td><td class=\"number\">1</td>")
        .contains("\"labels\":[\"\\u003cimg>\",\"b\",\",\\\"x\"]", "\"values\":[3.0,2.0,1.0]");
  }

  @Test
  void aReportGoesToAUriOfHadoopToo() {
    Path text = file(directory, "text.txt", "a b\n");
    Typed typed =
        p3("run", "word-count", "--in", text, "--report", "file:" + directory + "/of/run");

    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(directory.resolve("of/run"))
        .isDirectoryContaining("glob:**/run.json")
        .isDirectoryContaining("glob:**/report.html");
    assertThat(p3("run", "word-count", "--in", text, "--report", "nosuchfs://host/x").messages())
        .contains("Cannot write a report to 'nosuchfs://host/x': no file can be made there (");
  }

  @Test
  void aReportOfADriverThatAClusterStartedIsNotLeftInItsOwnDirectory() {
    Path text = file(directory, "text.txt", "a b\n");
    System.setProperty("spark.submit.deployMode", "cluster");
    try {
      Typed refused = p3("run", "word-count", "--in", text, "--report", "report");
      assertThat(refused.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
      assertThat(refused.messages()).contains("Cannot write a report to 'report': in cluster mode");
      assertThat(p3("run", "word-count", "--in", text, "--report", directory).exitCode()).isZero();
    } finally {
      System.clearProperty("spark.submit.deployMode");
    }
    assertThat(directory.resolve("run.json")).isNotEmptyFile();
  }

  @Test
  void outputsStandWhoseReportCannotBeWritten() throws IOException {
    Path text = file(directory, "text.txt", "a b\n");
    Path report = directory.resolve("report");
    Files.createDirectories(report.resolve("report.html"));

    Typed typed = p3("run", "word-count", "--in", text, "--out", out("csv"), "--report", report);

    assertThat(typed.exitCode()).as(typed.messages()).isEqualTo(3);
    assertThat(typed.messages())
        .contains("2 rows", "the outputs are complete", "Cannot write the report to '" + report);
    assertThat(Files.readString(report.resolve("run.json"))).contains("\"complete\"");
    assertThat(p3("--help").output()).contains("3 the outputs are complete");
  }

  @Test
  void aRunToStandardOutputLeavesAReportWithoutRows() throws IOException {
    Path text = file(directory, "text.txt", "a b\n");
    p3("run", "word-count", "--in", text, "--out", "-", "--report", directory);
    assertThat(Files.readString(directory.resolve("report.html")))
        .contains("standard output", "2 rows of counts")
        .doesNotContain("class=\"chart\"");
  }

  @Test
  void valuesOfEveryKindAreShown() throws IOException {
    Path facts =
        file(directory, "facts.csv", "k,<b>,n,a.b\na,\"two\nlines\",1.5,2024-01-01\nzz,,,\n");
    Path lookup = file(directory, "lookup.csv", "key,size\na,7\n");
    Typed typed =
        p3(
            "run",
            "enrich",
            "--in",
            "facts=csv,multiLine=true:" + facts,
            "--in",
            "lookup=" + lookup,
            "--on",
            "k=key",
            "--out",
            "csv:" + directory.resolve("out"),
            "--report",
            directory);
    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(Files.readString(directory.resolve("report.html")))
        .contains("&lt;b&gt;</th>", ">two lines</td>", "<td class=\"number\">1.5</td>")
        .contains("<td class=\"number missing\">null</td>", "1 row has no match for k")
        .doesNotContain("<b>");
  }

  @Test
  void aFailedRunLeavesAReportThatSaysSo() throws IOException {
    Path twice = file(directory, "twice.csv", "iata,name\nORD,one\nORD,two\n");
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
            directory);
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.FAILED);
    assertThat(Files.readString(directory.resolve("report.html")))
        .contains("Failed after", "class=\"note\"", "ORD")
        .doesNotContain("Output enriched");
  }

  private String out(String format) {
    return format + ":" + directory.resolve("out");
  }

  private static Object[] with(Object[] words, Object... more) {
    var all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }
}
