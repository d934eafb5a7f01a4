package dev.p3.patterns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Parts;
import dev.p3.transport.SerialTransport;
import dev.p3.transport.Transport;
import dev.p3.transport.TransportContract;
import dev.p3.transport.Transports;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = Hanging.MINUTES, unit = TimeUnit.MINUTES)
class OpenClTransportTest extends TransportContract {
  @Override
  protected Transport transport() {
    return new OpenClTransport();
  }

  @Test
  void isInTheRegistry() {
    assertThat(Transports.named("opencl")).isInstanceOf(OpenClTransport.class);
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 1, 1", "1000, 1, 5, 100", "1001, 3, 4, 1001", "5000, 8, 16, 777"})
  void theDeviceGivesTheBitsOfJava(int rows, int columns, int k, int rowsOfBlock) {
    KMeansKernel kernel = RandomPoints.kernel(columns, k, 8);
    Parts<ColumnBlock> points = RandomPoints.parts(rows, columns, rowsOfBlock);

    assertThat(RandomPoints.bits(transport().run(kernel, points, KMeansState.first())))
        .isEqualTo(
            RandomPoints.bits(new SerialTransport().run(kernel, points, KMeansState.first())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark", "threads"})
  void tasksOfOtherTransportsUseADeviceToTheSameBits(String name) {
    LocalSpark.spark(); // whatever tests this JVM has run before
    KMeansKernel kernel = RandomPoints.kernel(3, 4, 8);
    Parts<ColumnBlock> points = RandomPoints.parts(1000, 3, 300);

    assertThat(
            RandomPoints.bits(
                Transports.named(name).run(kernel.onDevice(""), points, KMeansState.first())))
        .isEqualTo(
            RandomPoints.bits(new SerialTransport().run(kernel, points, KMeansState.first())));
  }

  @Test
  void aDeviceThatATaskDoesNotHaveIsSaid() {
    KMeansKernel kernel = RandomPoints.kernel(3, 4, 8).onDevice("no such device");
    Parts<ColumnBlock> points = RandomPoints.parts(10, 3, 10);

    assertThatThrownBy(() -> new SerialTransport().run(kernel, points, KMeansState.first()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("Invalid --device: 'no such device'");
    assertThatThrownBy(
            () ->
                OpenClTransport.onDevice(
                    Transports.named("threads"), Optional.of("no such device")))
        .isInstanceOf(BadUsageException.class);
  }

  @Test
  void theDeviceFindsWhatALoopFinds() {
    ColumnBlock block = RandomPoints.parts(999, 3, 999).lists(null).get(0).get(0);
    var centers = new double[] {1, 2, 3, -4, 0, 5, 1, 2, 3};
    var nearest = new int[999];
    var squares = new double[999];
    new LoopNearestCenters().find(block, 0, 999, centers, nearest, squares);

    try (var device = new OpenClNearestCenters(OpenClDevice.chosen(""))) {
      var found = new int[999];
      var distances = new double[999];
      device.find(block, 0, 999, centers, found, distances);

      assertThat(found).isEqualTo(nearest);
      assertThat(distances).isEqualTo(squares);
    }
  }

  @Test
  void aDeviceIsChosenByItsNumberOrAPartOfItsName() {
    List<OpenClDevice> all = OpenClDevice.all();

    assertThat(OpenClDevice.chosen("0").name()).isEqualTo(all.get(0).name());
    assertThat(OpenClDevice.chosen(all.get(0).name().substring(0, 3)).name())
        .isEqualTo(all.get(0).name());
    assertThatThrownBy(() -> OpenClDevice.chosen("no such device"))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("0 " + all.get(0).name());
  }
}
