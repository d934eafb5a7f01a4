package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.cli.CommandLineFixture.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many rows are there as a run says, in every format. */
class RowsStayTest {
  @TempDir Path folder;

  @Test
  void nullsAloneInTheirRowsAreRowsOnStandardOutput() {
    Path json = file(folder, "in.json", "{\"a\":1}\n{\"a\":null}\n{\"a\":3}\n");

    Typed numbers = ingest("a int", json, "-");
    Typed texts = ingest("a string", file(folder, "t.json", "{\"a\":\"\"}\n{\"a\":null}\n"), "-");

    assertThat(numbers.output()).isEqualTo("a\n1\n\"\"\n3\n");
    assertThat(texts.output()).isEqualTo("a\n\"\"\n\\N\n");
    assertThat(numbers.messages()).contains("3 rows in");
  }

  @Test
  void nullsAloneInTheirRowsComeBackFromCsv() {
    Path json =
        file(folder, "in.json", "{\"a\":\"\"}\n{\"a\":null}\n{\"a\":\"\\\\N\"}\n{\"a\":\" \"}\n");
    assertThat(ingest("a string", json, "csv:" + folder.resolve("one")).exitCode()).isZero();

    Typed again = ingest("a string", "csv:" + folder.resolve("one"), "-");

    assertThat(again.outputLines()).containsExactly("a", "\"\"", "\\N", "\\\\N", " ");
  }

  @Test
  void aColumnThatIsNullEverywhereStaysInJson() throws IOException {
    Path json = file(folder, "in.json", "{\"a\":null,\"b\":1}\n{\"b\":null,\"a\":null}\n");
    Path output = folder.resolve("out");
    assertThat(ingest("a string, b int", json, "json:" + output).exitCode()).isZero();

    assertThat(lines(output)).containsExactly("{\"a\":null,\"b\":1}", "{\"a\":null,\"b\":null}");
  }

  @Test
  void textRefusesWhatItCannotHold() {
    Path json = file(folder, "lines.json", "{\"a\":\"x\\ny\"}\n");
    Path nothing = file(folder, "null.json", "{\"a\":null}\n");
    Path output = folder.resolve("text");

    assertThat(ingest("a string", json, "text:" + output))
        .satisfies(
            typed -> assertThat(typed.exitCode()).isEqualTo(CommandLineApp.FAILED),
            typed ->
                assertThat(typed.messages())
                    .contains("Cannot write 'text:" + output, "line end", "write csv: or json:"));
    assertThat(ingest("a string", nothing, "text:" + output).messages()).contains("a row is null");
    assertThat(output).doesNotExist();
  }

  private static Typed ingest(String schema, Object in, String out) {
    return p3("run", "ingest", "--schema", schema, "--in", in, "--out", "good=" + out);
  }

  private static List<String> lines(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      Path part =
          files
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      return Files.readAllLines(part);
    }
  }
}
