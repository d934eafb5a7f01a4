package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.cli.CommandLineFixture.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that are one are refused before the run, and nothing is left of them. */
class PlacesApartTest {
  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void makeInput() {
    input = file(folder, "in/rows.csv", "a\n1\n").getParent();
  }

  @Test
  void twoOutputsAtOnePlaceAreRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    refused(
        "output good goes there, too",
        "--out",
        "good=csv:" + folder + "/out",
        "--out",
        "bad=json:" + link + "//x/../out/");
    refused(
        "output good goes there, too",
        "--overwrite",
        "--out",
        "good=csv:" + folder + "/out",
        "--out",
        "bad=csv:file://" + folder + "/out");
  }

  @Test
  void anOutputWithinAnotherIsRefusedWhicheverIsNamedFirst() {
    refused(
        "it lies within output good",
        "--out",
        "good=csv:" + folder + "/out",
        "--out",
        "bad=csv:" + folder + "/out/bad");
    refused(
        "it lies within output bad",
        "--out",
        "good=csv:" + folder + "/out/good",
        "--out",
        "bad=csv:" + folder + "/out");
  }

  @Test
  void anOutputAtOrWithinAnInputIsRefused() {
    refused("is read from there", "--overwrite", "--out", "csv:" + input);
    refused("so the next run would read it", "--out", "csv:" + input + "/good");
  }

  @Test
  void aReportWithinAnOutputIsRefused() {
    refused(
        "Cannot write a report to",
        "--out",
        "csv:" + folder + "/out",
        "--report",
        folder + "/out/report");
  }

  @Test
  void theCheckpointOfAStreamIsApartToo() {
    refused(
        "Cannot use checkpoint",
        "--stream",
        "--checkpoint",
        folder + "/out/c",
        "--out",
        "csv:" + folder + "/out");
    refused(
        "Cannot use checkpoint",
        "--stream",
        "--checkpoint",
        input + "/c",
        "--out",
        "csv:" + folder + "/out");
    refused(
        "output good goes there, too",
        "--stream",
        "--checkpoint",
        folder + "/c",
        "--out",
        "good=csv:" + folder + "/out",
        "--out",
        "bad=csv:" + folder + "/./out");
  }

  private void refused(String reason, String... words) {
    var all = new ArrayList<Object>(List.of("run", "ingest", "--schema", "a int", "--in"));
    all.add("csv:" + input);
    all.addAll(List.of(words));
    Typed typed = p3(all.toArray());

    assertThat(typed.messages()).contains(reason);
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(folder.resolve("out/_SUCCESS")).doesNotExist();
  }
}
