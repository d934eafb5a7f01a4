package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.transport.Parts;
import dev.p3.transport.Transport;
import dev.p3.transport.Transports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transports that start processes of their own leave none behind. */
@Tag("slow")
class TransportsInterruptedIT {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"processes", "zeromq", "mpi"})
  void controlCEndsAllProcessesOfATransport(String name) throws Exception {
    Transport transport = Transports.named(name);
    Assumptions.assumeTrue(transport.whyNot(Parts.of(List.of())).isEmpty());
    Path points = directory.resolve("points.csv");
    Files.writeString(
        points,
        IntStream.range(0, 20_000)
            .mapToObj(i -> i * 7919 % 20_011 + "," + i * 104_729 % 20_021)
            .collect(Collectors.joining("\n", "x,y\n", "\n")));

    Launched run =
        Launched.p3(
            directory,
            "run",
            "k-means",
            "--in",
            points,
            "--columns",
            "x,y",
            "--k",
            "50",
            "--starts",
            "1000000",
            "--transport",
            name);
    Hanging.until(
        "processes of transport " + name,
        () ->
            !run.process().isAlive()
                || run.process().descendants().filter(TransportsInterruptedIT::isJvm).count() > 1);
    assertThat(run.process().isAlive()).as(run.messages()).isTrue();
    List<ProcessHandle> workers = run.process().descendants().toList();

    assertThat(run.signal("INT")).isZero();

    assertThat(run.exitCode()).as(run.messages()).isEqualTo(Launched.INTERRUPTED);
    assertThat(run.messages()).contains("interrupted").doesNotContain("\tat ");
    Hanging.until(
        "the end of all processes", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static boolean isJvm(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }
}
