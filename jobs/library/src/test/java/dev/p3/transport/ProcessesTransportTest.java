package dev.p3.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-spark")
class ProcessesTransportTest extends TransportContract {
  @TempDir Path folder;

  @Override
  protected Transport transport() {
    return new ProcessesTransport();
  }

  @Test
  void theWorkOfAProcessThatDiesIsDoneAgainAndNoProcessStays() {
    var sums = new ColumnSums(1, 5, 10);
    var blocks =
        List.of(
            List.of(
                new ColumnBlock(new double[][] {{0.1, 0.2}}, 2),
                new ColumnBlock(new double[][] {{0.3}}, 1)));
    var died = folder.resolve("died").toFile();

    Rounds<ColumnSums.Scaled> rounds =
        transport().run(new DyingOnce(sums, died), Parts.of(blocks), ColumnSums.first());

    assertThat(died).exists();
    assertThat(rounds.figures())
        .usingRecursiveComparison()
        .isEqualTo(new SerialTransport().run(sums, Parts.of(blocks), ColumnSums.first()).figures());
    ProcessHandle.current()
        .children()
        .filter(ProcessesTransportTest::isWorker)
        .forEach(child -> child.onExit().join());
  }

  private static boolean isWorker(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(WorkerProcess.class.getName());
  }
}
