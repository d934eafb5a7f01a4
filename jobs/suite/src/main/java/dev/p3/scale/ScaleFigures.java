package dev.p3.scale;

import dev.p3.console.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What was measured of p3's own jobs, on one machine in one run.
 *
 * @param date in ISO form
 * @param machine in words
 * @param spark its version
 * @param java its version
 * @param load the machine's load average before
 * @param otherWork cores that other work took meanwhile
 * @param arithmeticSpeedUp how many times the work of one thread two did that only add and multiply
 * @param startSeconds from the start of a JVM to its session
 * @param taskSeconds that a task takes which finds nothing to do
 * @param taskBytes that the driver keeps of a task
 * @param jobs each one's
 */
public record ScaleFigures(
    String date,
    String machine,
    String spark,
    String java,
    double load,
    double otherWork,
    double arithmeticSpeedUp,
    double startSeconds,
    double taskSeconds,
    long taskBytes,
    List<JobFigures> jobs) {
  /**
   * What was measured of a job.
   *
   * @param job its name
   * @param command what was run, with {@code IN} for the table
   * @param mostRows that the job takes
   * @param readBytes of the table of many rows
   * @param writtenBytes of what was made of it
   * @param unit what else counts, for example {@code places}
   * @param few on a table of fewer rows
   * @param many on a table of more
   * @param weights few rows, many rows, many rows in more splits, many rows with more units
   */
  public record JobFigures(
      String job,
      String command,
      long mostRows,
      long readBytes,
      long writtenBytes,
      String unit,
      Timed few,
      Timed many,
      List<Weight> weights) {
    /** Seconds on one core over those on two, of the same turn. */
    List<Double> speedUps() {
      return IntStream.range(0, many.oneCore().size())
          .mapToObj(turn -> many.oneCore().get(turn) / many.twoCores().get(turn))
          .toList();
    }
  }

  /**
   * Seconds of each run.
   *
   * @param cpuSeconds of the runs on one core
   */
  public record Timed(
      long rows, List<Double> oneCore, List<Double> twoCores, List<Double> cpuSeconds) {}

  /**
   * What a run shuffled and held.
   *
   * @param splits of the input
   * @param units of what else counts
   * @param tasks of the whole run
   * @param liveBytes the most of the heap that was alive, of driver and tasks together
   */
  public record Weight(
      long rows, long splits, long units, long tasks, long shuffledBytes, long liveBytes) {}

  /** Those that this p3 was shipped with. */
  public static ScaleFigures shipped() {
    try (InputStream file = ScaleFigures.class.getResourceAsStream("figures.json")) {
      return Json.PLAIN.readValue(file, ScaleFigures.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty for a job that was not measured. */
  Optional<JobFigures> of(String job) {
    return jobs.stream().filter(each -> each.job().equals(job)).findFirst();
  }
}
