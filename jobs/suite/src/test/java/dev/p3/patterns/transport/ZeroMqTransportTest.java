package dev.p3.patterns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.Hanging;
import dev.p3.fault.JobFailedException;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Parts;
import dev.p3.transport.SerialTransport;
import dev.p3.transport.Transport;
import dev.p3.transport.TransportContract;
import dev.p3.transport.Transports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = Hanging.MINUTES, unit = TimeUnit.MINUTES)
@Tag("no-spark")
class ZeroMqTransportTest extends TransportContract {
  private static final KMeansKernel KERNEL = RandomPoints.kernel(3, 4, 6);
  private static final Parts<ColumnBlock> POINTS = RandomPoints.parts(2000, 3, 100);

  @TempDir Path folder;

  @Override
  protected Transport transport() {
    return new ZeroMqTransport();
  }

  @Test
  void isInTheRegistry() {
    assertThat(Transports.named("zeromq")).isInstanceOf(ZeroMqTransport.class);
  }

  @ParameterizedTest
  @CsvSource({"KILL,1", "KILL,3", "STOP,1"})
  void whatAWorkerDoesNotAnswerIsDoneAgain(String signal, int times) {
    var transport = new ZeroMqTransport(Duration.ofMillis(500));
    Set<Long> before = children();

    var rounds =
        transport.run(new Faulty(KERNEL, signal, folder, times), POINTS, KMeansState.first());

    assertThat(folder.toFile().list()).hasSize(times);
    assertThat(RandomPoints.bits(rounds))
        .isEqualTo(
            RandomPoints.bits(new SerialTransport().run(KERNEL, POINTS, KMeansState.first())));
    assertThat(children()).isEqualTo(before);
  }

  @Test
  void givesUpWhenWorkersDieAgainAndAgain() {
    Set<Long> before = children();

    assertThatThrownBy(
            () ->
                transport()
                    .run(new Faulty(KERNEL, "KILL", folder, 999), POINTS, KMeansState.first()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("workers died in one round")
        .hasMessageContaining("exit code 137");
    assertThat(children()).isEqualTo(before);
  }

  @Test
  void aFailureOfTheComputationIsThatOfTheRun() {
    var tooMany = RandomPoints.kernel(3, 3, 5);

    assertThatThrownBy(
            () -> transport().run(tooMany, RandomPoints.parts(2, 3, 1), KMeansState.first()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("only 2 distinct points");
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
