package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job of somebody else's jar, run by the launcher. */
class JobJarsIT {
  @TempDir private Path directory;

  @Test
  void aJobOfAJarRunsHereAndOnExecutorsInOtherProcesses() throws Exception {
    Path jar = ExampleJar.in(directory);
    Launched here = Launched.p3(directory, "run", "sessions", "--jar", jar, "--out", "-");
    assertThat(here.exitCode()).as(here.messages()).isZero();
    List<String> sessions = here.output().lines().sorted().toList();
    assertThat(sessions)
        .hasSizeGreaterThan(100)
        .contains("user,session,started,ended,clicks,browser");

    Launched there =
        Launched.p3(
            directory,
            "run",
            "sessions",
            "--jar",
            jar,
            "--target",
            "local-cluster[2,1,1024]",
            "--out",
            "-");
    assertThat(there.exitCode()).as(there.messages()).isZero();
    assertThat(there.output().lines().sorted()).isEqualTo(sessions);
  }

  @Test
  void sparkSubmitTakesItAmongItsJars() throws Exception {
    Path jar = ExampleJar.in(directory);
    Launched tour =
        Launched.start(
            directory,
            Map.of("P3_BUILD", "never"),
            List.of(
                Launched.ROOT.resolve("p3"),
                "tour",
                "--job",
                "sessions",
                "--conf",
                "spark.jars=" + jar,
                "--conf",
                "spark.p3.tour.rounds=1"));
    assertThat(tour.exitCode()).as(tour.messages()).isZero();
    assertThat(tour.output()).contains("| sessions | scope   |", "| windows |");
  }
}
