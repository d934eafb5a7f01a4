package dev.p3.data.files;

import static dev.p3.data.connect.StoredFiles.hadoop;
import static dev.p3.data.connect.StoredFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.data.DataLocation;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed runs left beside an output. */
class StagedOutputLeftoversTest {
  @TempDir Path folder;

  private DataLocation location() {
    return DataLocation.parse(folder + "/out.csv");
  }

  private Path leftover(String name, long pid) throws IOException {
    String host = InetAddress.getLocalHost().getHostName();
    return write(
            folder.resolve(".%s.p3-%s-%d-0123abcd".formatted(name, host, pid)).resolve("part-0"),
            "x")
        .getParent();
  }

  private static long deadPid() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    process.waitFor();
    return process.pid();
  }

  @Test
  void areDeletedAndThoseOfLiveRunsAreKept() throws IOException, InterruptedException {
    Path dead = leftover("out.csv", deadPid());
    Path live = leftover("out.csv", ProcessHandle.current().parent().orElseThrow().pid());
    Path ofAnotherOutput = leftover("out2.csv", deadPid());
    Path ofAnotherMachine = write(folder.resolve(".out.csv.p3-elsewhere-1/x"), "x").getParent();
    Path alike = write(folder.resolve(".out.csv.p3-mine/x"), "x").getParent();

    StagedOutput.prepare(location(), false, hadoop());

    assertThat(dead).doesNotExist();
    assertThat(List.of(live, ofAnotherOutput, ofAnotherMachine, alike)).allMatch(Files::exists);
  }

  @Test
  void ofARunThatWasKilledBetweenTheTwoRenamesGiveTheOldOutputBack()
      throws IOException, InterruptedException {
    Path staged = leftover("out.csv", deadPid());
    Path old = write(Path.of(staged + "-old", "part-0.csv"), "n\n1\n2\n").getParent();

    assertThatThrownBy(() -> StagedOutput.prepare(location(), false, hadoop()))
        .hasMessageContaining("it exists");

    assertThat(old).doesNotExist();
    assertThat(folder.resolve("out.csv/part-0.csv")).hasContent("n\n1\n2\n");
  }

  @Test
  void ofARunThatWasKilledAfterTheRenamesAreDeleted() throws IOException, InterruptedException {
    Path old =
        write(Path.of(leftover("out.csv", deadPid()) + "-old", "part-0.csv"), "n\n").getParent();
    write(folder.resolve("out.csv/part-0.csv"), "n\n1\n");

    StagedOutput.prepare(location(), true, hadoop());

    assertThat(old).doesNotExist();
    assertThat(folder.resolve("out.csv/part-0.csv")).hasContent("n\n1\n");
  }
}
