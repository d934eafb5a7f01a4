package dev.p3.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.ClusterSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds between executors, one of which is killed. */
class TransportsOnClusterIT {
  private static SparkSession spark;

  @TempDir Path folder;

  // Not where it is declared: executors load this class too.
  @BeforeAll
  static void start() {
    spark = ClusterSpark.open(Map.of());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark", "barrier"})
  void anExecutorThatIsLostInARoundChangesNothing(String name) {
    var sums = new ColumnSums(1, 6, 10);
    var blocks =
        List.of(
            List.of(new ColumnBlock(new double[][] {{0.1, 0.2}}, 2)),
            List.of(new ColumnBlock(new double[][] {{0.3}}, 1)));
    var died = folder.resolve("died").toFile();

    Rounds<ColumnSums.Scaled> rounds =
        Transports.named(name).run(new DyingOnce(sums, died), Parts.of(blocks), ColumnSums.first());

    assertThat(died).exists();
    assertThat(rounds.figures())
        .usingRecursiveComparison()
        .isEqualTo(new SerialTransport().run(sums, Parts.of(blocks), ColumnSums.first()).figures());
  }
}
