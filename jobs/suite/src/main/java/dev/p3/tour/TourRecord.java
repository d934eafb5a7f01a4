package dev.p3.tour;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.p3.console.TextTable;
import dev.p3.run.BuildInfo;
import dev.p3.run.figures.PeakHeap;
import dev.p3.run.figures.ShuffledBytes;
import dev.p3.scope.ByteSize;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * What a tour found; written as {@code tour.json}.
 *
 * @param system the driver's operating system
 * @param cores of the driver's machine
 * @param heapBytes the largest heap that the driver may have
 * @param started when the tour began, in ISO 8601 and UTC
 * @param rounds how often each variant was timed; a twin that takes long, once ({@link TourRounds})
 */
record TourRecord(
    String p3,
    String spark,
    String java,
    String system,
    String target,
    int cores,
    long heapBytes,
    String started,
    int rounds,
    List<JobFigures> jobs) {

  /**
   * @param rowsIn rows read, all inputs together
   * @param rowsOut rows of the main output
   * @param seconds of the pattern
   * @param shuffledBytes of the pattern: what its tasks write to shuffles, as {@link ShuffledBytes}
   *     adds it up
   * @param peakHeapBytes of the pattern: what it keeps alive, as {@link PeakHeap} sees it; null
   *     without a report, and where the work is not in this JVM
   */
  record JobFigures(
      String job,
      String pattern,
      String variant,
      long rowsIn,
      long rowsOut,
      Seconds seconds,
      long shuffledBytes,
      Long peakHeapBytes,
      List<TwinFigures> twins) {
    static JobFigures of(
        String job, String pattern, String variant, Measured all, List<TwinFigures> twins) {
      return new JobFigures(
          job,
          pattern,
          variant,
          all.rowsIn(),
          all.rowsOut(),
          Seconds.of(all.seconds()),
          all.shuffledBytes(),
          all.peakHeapBytes(),
          twins);
    }
  }

  /** The pattern's figures on a part of the rows, named as those on all of them. */
  record PartFigures(
      long rowsIn, long rowsOut, Seconds seconds, long shuffledBytes, Long peakHeapBytes) {}

  /** Times of the rounds, in seconds. */
  record Seconds(double median, double min, double max) {
    static Seconds of(List<Double> rounds) {
      List<Double> sorted = rounds.stream().sorted().toList();
      return new Seconds(
          rounded(sorted.get(sorted.size() / 2)),
          rounded(sorted.get(0)),
          rounded(sorted.get(sorted.size() - 1)));
    }

    private static double rounded(double seconds) {
      return Math.round(seconds * 1000) / 1000.0;
    }
  }

  /**
   * @param seconds of the twin
   * @param shuffledBytes of the twin
   * @param peakHeapBytes of the twin
   * @param ratio the twin's time over the pattern's, round by round
   * @param part the pattern beside a slow twin, where both ran on a part of the rows; else null
   */
  record TwinFigures(
      String variant,
      Seconds seconds,
      long shuffledBytes,
      Long peakHeapBytes,
      Seconds ratio,
      PartFigures part) {
    static TwinFigures of(String variant, Measured twin, Measured pattern) {
      return of(variant, twin, pattern, null);
    }

    /** Of a twin that was measured on a part of the rows, as the pattern was. */
    static TwinFigures onPart(String variant, Measured twin, Measured pattern) {
      return of(
          variant,
          twin,
          pattern,
          new PartFigures(
              pattern.rowsIn(),
              pattern.rowsOut(),
              Seconds.of(pattern.seconds()),
              pattern.shuffledBytes(),
              pattern.peakHeapBytes()));
    }

    private static TwinFigures of(
        String variant, Measured twin, Measured pattern, PartFigures part) {
      List<Double> ratios =
          IntStream.range(0, twin.seconds().size())
              .mapToObj(i -> twin.seconds().get(i) / pattern.seconds().get(i))
              .toList();
      return new TwinFigures(
          variant,
          Seconds.of(twin.seconds()),
          twin.shuffledBytes(),
          twin.peakHeapBytes(),
          Seconds.of(ratios),
          part);
    }
  }

  /**
   * What was measured of a variant.
   *
   * @param seconds of each round
   * @param shuffledBytes of a round
   * @param peakHeapBytes null where it was not, or cannot be, seen
   * @param rowsIn rows read, all inputs together
   * @param rowsOut rows of the main output
   */
  record Measured(
      List<Double> seconds, long shuffledBytes, Long peakHeapBytes, long rowsIn, long rowsOut) {
    Measured withPeakHeap(long bytes) {
      return new Measured(seconds, shuffledBytes, bytes, rowsIn, rowsOut);
    }

    Measured withRowsIn(long rows) {
      return new Measured(seconds, shuffledBytes, peakHeapBytes, rows, rowsOut);
    }
  }

  static TourRecord of(
      SparkSession spark, String target, Instant started, int rounds, List<JobFigures> jobs) {
    return new TourRecord(
        BuildInfo.version(),
        spark.version(),
        System.getProperty("java.version"),
        String.format(
            Locale.ROOT, "%s %s", System.getProperty("os.name"), System.getProperty("os.arch")),
        target,
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        rounds,
        jobs);
  }

  /** One line for each twin. */
  @JsonIgnore
  String table() {
    List<Line> lines =
        jobs.stream().flatMap(job -> job.twins().stream().map(twin -> Line.of(job, twin))).toList();
    return new TextTable<>(lines)
        .left("job", line -> line.job().job())
        .left("pattern", line -> line.job().pattern())
        .right("rows in", line -> String.format(Locale.ROOT, "%,d", line.same().rowsIn()))
        .right("rows out", line -> String.format(Locale.ROOT, "%,d", line.same().rowsOut()))
        .right(
            "seconds", line -> String.format(Locale.ROOT, "%.2f", line.same().seconds().median()))
        .left("twin", line -> line.twin().variant())
        .right(
            "twin's seconds",
            line -> String.format(Locale.ROOT, "%.2f", line.twin().seconds().median()))
        .right("shuffled", line -> ByteSize.text(line.same().shuffledBytes()))
        .right("twin's", line -> ByteSize.text(line.twin().shuffledBytes()))
        .right("ratio", line -> spread(line.twin().ratio()))
        .toString();
  }

  /**
   * @param same the pattern on the same rows as the twin
   */
  private record Line(JobFigures job, TwinFigures twin, PartFigures same) {
    static Line of(JobFigures job, TwinFigures twin) {
      PartFigures same =
          twin.part() != null
              ? twin.part()
              : new PartFigures(
                  job.rowsIn(),
                  job.rowsOut(),
                  job.seconds(),
                  job.shuffledBytes(),
                  job.peakHeapBytes());
      return new Line(job, twin, same);
    }
  }

  private static String spread(Seconds ratio) {
    return String.format(Locale.ROOT, "%.1f (%.1f–%.1f)", ratio.median(), ratio.min(), ratio.max());
  }
}
