package dev.p3.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.p3.job.JobDescription;
import dev.p3.job.PatternJob;
import dev.p3.patterns.PatternJobs;
import dev.p3.patterns.minimize.TopJob;
import dev.p3.scale.ScaleFigures.JobFigures;
import dev.p3.scale.ScaleFigures.Timed;
import dev.p3.scale.ScaleFigures.Weight;
import dev.p3.scale.ScaleModel.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static final double TINY = 1e-6;

  /** 10 bytes read and 20 written of a row, 2 µs of CPU, half a second, 1.6 times on two cores. */
  private static final JobFigures TOP =
      new JobFigures(
          "top",
          "top --in IN",
          100_000_000_000L,
          40_000_000,
          80_000_000,
          "groups",
          new Timed(1_000_000, List.of(2.0), List.of(1.5), List.of(3.0)),
          new Timed(4_000_000, List.of(6.5), List.of(4.0625), List.of(9.0)),
          List.of(
              new Weight(1_000_000, 2, 100, 10, 4000, 90_000_000),
              new Weight(4_000_000, 2, 100, 10, 4000, 100_000_000),
              new Weight(4_000_000, 8, 100, 16, 13_000, 100_000_000),
              new Weight(4_000_000, 2, 200, 10, 8000, 110_000_000)));

  private static final ScaleFigures FIGURES =
      new ScaleFigures(
          "2026-01-02", "2 cores", "4.0.1", "17", 0.25, 0.5, 1.9, 5, 0.01, 1000, List.of(TOP));

  private static final String EXPECTED =
      """
      top at scale: what was measured, and what a model makes of it

      Measured
      On 2026-01-02, variant heaps, 2 cores, Spark 4.0.1, Java 17; load average 0.25 before, other work
      took 0.50 cores meanwhile. Two threads that only add and multiply did 1.90 times the work of one.
      +------------------------------+-------------------------------+
      | figure                       | measured                      |
      +------------------------------+-------------------------------+
      | rows                         |                     4,000,000 |
      | read, written                |              38.1 MB, 76.3 MB |
      | CPU of a row more, 1 core    |                       2000 ns |
      | what does not grow with rows |                        0.50 s |
      | seconds on 1 core, on 2      |                    6.50, 4.06 |
      | speed-up, 1 to 2 cores       |              1.60 (1.60–1.60) |
      | start of a JVM and session   |                         5.0 s |
      | a task without work          | 10.0 ms, 1000 B on the driver |
      +------------------------------+-------------------------------+
      +-----------+--------+--------+----------+-------------------------+
      | rows      | splits | groups | shuffled | alive, driver and tasks |
      +-----------+--------+--------+----------+-------------------------+
      | 1,000,000 |      2 |    100 |   3.9 KB |                 85.8 MB |
      | 4,000,000 |      2 |    100 |   3.9 KB |                 95.4 MB |
      | 4,000,000 |      8 |    100 |  12.7 KB |                 95.4 MB |
      | 4,000,000 |      2 |    200 |   7.8 KB |                104.9 MB |
      +-----------+--------+--------+----------+-------------------------+
      Measured: p3 run top --in IN
      To measure again: jobs/bench/run dev.p3.bench.scale.Scaling

      Predicted, for executors of 4 cores
      +-----------+-------------------+-------+--------+----------+---------------+----------------+
      | executors | rows              | tasks | time   | shuffled | driver memory | read by a task |
      +-----------+-------------------+-------+--------+----------+---------------+----------------+
      |         1 |         1,000,000 |     3 |  6.4 s |   5.4 KB |       95.4 MB |         3.2 MB |
      |         1 |     1,000,000,000 |    75 | 11 min | 110.8 KB |       95.4 MB |       127.2 MB |
      |         1 | 1,000,000,000,000 |     - |      - |        - |             - |              - |
      |        10 |         1,000,000 |     3 |  6.4 s |   5.4 KB |       95.4 MB |         3.2 MB |
      |        10 |     1,000,000,000 |    75 | 75.9 s | 110.8 KB |       95.4 MB |       127.2 MB |
      |        10 | 1,000,000,000,000 |     - |      - |        - |             - |              - |
      |       100 |         1,000,000 |     3 |  6.4 s |   5.4 KB |       95.4 MB |         3.2 MB |
      |       100 |     1,000,000,000 |   400 | 16.1 s | 586.9 KB |       95.7 MB |        23.8 MB |
      |       100 | 1,000,000,000,000 |     - |      - |        - |             - |              - |
      +-----------+-------------------+-------+--------+----------+---------------+----------------+
      -: the job takes 100,000,000,000 rows at most.
      Time = start + what does not grow + 1 × tasks × 10.0 ms on the driver + rows × CPU of a row / cores
      at work, in rounds of whole tasks, / 0.80 (half the measured speed-up, 1 at most) + (read + written
      + shuffled) / (1 GB/s × executors at work). Shuffled = tasks × 1.5 KB + what was shuffled once.
      Driver memory = what was alive + tasks × 1000 B.
      Assumed: rows like the measured ones, as many groups, files that can be split at 128 MB, cores like
      the measured ones that lose no more on many machines than on two cores of one, tasks of equal size,
      nothing lost and run again, storage as fast as the network. None of it was measured on more than one
      machine.
      """;

  private static final ScaleModel MODEL = new ScaleModel(FIGURES, TOP);

  @Test
  void whatGrowsWithRowsIsApartFromWhatDoesNot() {
    assertThat(MODEL.cpuSecondsOfRow()).isEqualTo(2e-6, within(1e-15));
    assertThat(MODEL.constantSeconds()).isEqualTo(0.5, within(TINY)); // 2 s less a third of 4.5 s
    assertThat(MODEL.efficiency()).isEqualTo(0.8, within(TINY));
    assertThat(MODEL.passes()).isEqualTo(1);
    assertThat(MODEL.shuffledByTask()).isEqualTo(1500);
  }

  /** 10 GB are 75 splits of 128 MB, two rounds on 40 cores. */
  @Test
  void aThousandMillionRowsOnTenExecutors() {
    Prediction at = MODEL.at(10, 1_000_000_000);

    assertThat(at.tasks()).isEqualTo(75);
    assertThat(at.shuffledBytes()).isEqualTo(1000 + 75 * 1500);
    assertThat(at.driverBytes()).isEqualTo(100_000_000 + 75 * 1000);
    // Start, constant, driver, two rounds of 13.3 million rows, 30 GB over 10 GB/s.
    assertThat(at.seconds()).isEqualTo(5 + 0.5 + 0.75 + 66.666667 + 3.000011, within(TINY));
  }

  /** 10 MB are 3 splits of 4 MB, so that one of four cores has nothing to do. */
  @Test
  void aMillionRowsAreTooFewForAllCores() {
    Prediction one = MODEL.at(1, 1_000_000);

    assertThat(one.tasks()).isEqualTo(3);
    assertThat(one.seconds()).isEqualTo(5 + 0.5 + 0.03 + 0.833333 + 0.030006, within(TINY));
    assertThat(MODEL.at(100, 1_000_000).tasks()).isEqualTo(3);
  }

  @Test
  void theMedianOfAnEvenNumberIsTheGreater() {
    assertThat(ScaleModel.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(ScaleModel.median(List.of(3.0, 1.0))).isEqualTo(3);
  }

  @Test
  void thePageHasWhatWasMeasuredWhatIsPredictedAndWhatBreaksFirst() {
    JobDescription<?, ?> top = new TopJob().description();
    String page = page(FIGURES, top);

    assertThat(page).startsWith(EXPECTED);
    assertThat(page.substring(EXPECTED.length()).replaceAll("\\s+", " "))
        .contains("What breaks first, and what helps - The shuffle grows")
        .contains(top.scale());
  }

  @Test
  void aJobThatWasNotMeasuredSaysSo() {
    assertThat(
            page(
                new ScaleFigures("", "", "", "", 0, 0, 0, 0, 0, 0, List.of()),
                new TopJob().description()))
        .startsWith("No figures of job 'top' were measured, so nothing is predicted of it.\n")
        .contains("What breaks first")
        .doesNotContain("Predicted");
  }

  @Test
  void everyJobOfOursSaysWhatBreaksFirstAndHasWholeFigures() {
    ScaleFigures figures = ScaleFigures.shipped();
    for (PatternJob<?, ?> job : new PatternJobs().jobs()) {
      String name = job.description().name();

      assertThat(job.description().scale()).as(name).isNotEmpty().allMatch(t -> t.endsWith("."));
      assertThat(figures.of(name)).as(name).isPresent();
      assertThat(page(figures, job.description())).doesNotContain("NaN", "∞", "Infinity");
    }
    for (JobFigures measured : figures.jobs()) {
      assertThat(measured.weights()).hasSize(4);
      assertThat(measured.many().rows()).isGreaterThan(measured.few().rows());
    }
  }

  private static String page(ScaleFigures figures, JobDescription<?, ?> job) {
    var bytes = new ByteArrayOutputStream();
    new ScalePage(figures, new PrintStream(bytes, true, StandardCharsets.UTF_8)).print(job);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
