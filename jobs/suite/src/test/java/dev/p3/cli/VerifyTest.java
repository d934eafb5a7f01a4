package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.patterns.PatternJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
  @TempDir private Path directory;

  @Test
  void everyJobAndTwinGivesTheRowsThatAreExpectedOnEveryTarget() {
    Typed typed = p3("verify", "--work", directory);

    assertThat(typed.exitCode()).as(typed.output() + typed.messages()).isZero();
    List<String> lines = typed.outputLines();
    assertThat(lines.get(lines.size() - 1))
        .startsWith("| local | spark")
        .contains("| equal (6) |")
        .doesNotContain("FAILED");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatWasRecordedIsTheShippedFile() throws Exception {
    Path file = directory.resolve("expected.json");

    Typed typed = p3("verify", "--job", "top", "--record", file);

    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(Files.readString(file))
        .contains("\"hash\" : \"197530710896925426913-8ec877efa02cd751\"");
  }

  @Test
  void aDirectoryThatCannotBeWrittenToFailsEveryCell() {
    Typed typed = p3("verify", "--job", "word-count", "--work", "/proc/none");

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.output()).contains("**FAILED** (2 of 2)");
  }

  @Test
  void anUnknownJobIsNamedWithTheNearest() {
    Typed typed = p3("verify", "--job", "word-cuont", "--target", "standalon");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.messages())
        .contains("Did you mean 'word-count'?", "Did you mean 'standalone'?");
  }

  @Test
  void aDeployModeIsOfTheLauncherAndOneOfTwo() {
    assertThat(p3("run", "word-count", "--deploy-mode", "clsuter").messages())
        .contains("Invalid --deploy-mode: 'clsuter' (must be client or cluster)");
    assertThat(p3("run", "word-count", "--deploy-mode", "cluster").messages())
        .contains("the driver runs already");
  }

  @Test
  void aDriverElsewhereGetsPlacesThatDoNotDependOnADirectoryAndNotWhatItsSettingsSay() {
    var words =
        new DriverWords(
            Optional.of(new PatternJobs().jobs().get(0)), Optional.of(Path.of("/home/ada")));
    assertThat(
            words.of(
                List.of(
                    "run",
                    "top",
                    "--deploy-mode",
                    "cluster",
                    "--conf=a=b",
                    "--no-wait",
                    "--k",
                    "--in",
                    "a.csv",
                    "--in=x=csv,sep=;:b/*.csv",
                    "--in",
                    "sample:moby-dick/x.txt",
                    "--out",
                    "good=csv:s3a://b/c",
                    "--out",
                    "csv:../out",
                    "--out",
                    "-",
                    "--report",
                    "reports",
                    "--profile",
                    "--profile=async",
                    "--profile=async:p")))
        .containsExactly(
            "run",
            "top",
            "--k",
            "--in",
            "/home/ada/a.csv",
            "--in=x=csv,sep=;:/home/ada/b/*.csv",
            "--in",
            "sample:moby-dick/x.txt",
            "--out",
            "good=csv:s3a://b/c",
            "--out",
            "csv:/home/out",
            "--out",
            "-",
            "--report",
            "/home/ada/reports",
            "--profile=/home/ada/profile",
            "--profile=async:/home/ada/profile",
            "--profile=async:/home/ada/p");
  }
}
