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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = Hanging.MINUTES, unit = TimeUnit.MINUTES)
@Tag("no-spark")
class MpiTransportTest extends TransportContract {
  private static final KMeansKernel KERNEL = RandomPoints.kernel(3, 4, 6);
  private static final Parts<ColumnBlock> POINTS = RandomPoints.parts(2000, 3, 100);

  @TempDir Path folder;

  @Override
  protected Transport transport() {
    return new MpiTransport();
  }

  @Test
  void isInTheRegistry() {
    assertThat(Transports.named("mpi")).isInstanceOf(MpiTransport.class);
  }

  @Test
  void partialsThatDoNotAddUpAreGathered() {
    assertThat(RandomPoints.bits(transport().run(KERNEL, POINTS, KMeansState.first())))
        .isEqualTo(
            RandomPoints.bits(new SerialTransport().run(KERNEL, POINTS, KMeansState.first())));
  }

  @Test
  void allEndWhenAProcessIsKilled() {
    var killed = new Faulty(KERNEL, "KILL", folder, 1);

    assertThatThrownBy(() -> transport().run(killed, POINTS, KMeansState.first()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("a process died, and MPI ends all then")
        .hasMessageContaining("signal 9");
    assertThat(ProcessHandle.current().descendants().map(MpiTransportTest::command))
        .noneMatch(command -> command.contains(MpiRank.class.getName()));
  }

  private static String command(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  @Test
  void aFailureOfTheComputationIsThatOfTheRun() {
    var tooMany = RandomPoints.kernel(3, 3, 5);

    assertThatThrownBy(
            () -> transport().run(tooMany, RandomPoints.parts(2, 3, 1), KMeansState.first()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("only 2 distinct points");
  }
}
