package dev.p3.runner;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * What a tour found; written as {@code tour.json}.
 *
 * @param rounds how often each variant was timed
 * @param cores of the driver's machine
 */
record TourRecord(
    String p3,
    String spark,
    String java,
    String target,
    int cores,
    int rounds,
    List<JobFigures> jobs) {

  /**
   * @param rowsIn rows read, all inputs together
   * @param rowsOut rows of the main output
   * @param seconds of the pattern
   */
  record JobFigures(
      String job,
      String pattern,
      String variant,
      long rowsIn,
      long rowsOut,
      Seconds seconds,
      List<TwinFigures> twins) {}

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
   * @param ratio the twin's time over the pattern's, round by round
   */
  record TwinFigures(String variant, Seconds seconds, Seconds ratio) {
    static TwinFigures of(String variant, List<Double> twin, List<Double> pattern) {
      List<Double> ratios =
          IntStream.range(0, twin.size()).mapToObj(i -> twin.get(i) / pattern.get(i)).toList();
      return new TwinFigures(variant, Seconds.of(twin), Seconds.of(ratios));
    }
  }

  static TourRecord of(SparkSession spark, String target, int rounds, List<JobFigures> jobs) {
    return new TourRecord(
        BuildInfo.version(),
        spark.version(),
        System.getProperty("java.version"),
        target,
        Runtime.getRuntime().availableProcessors(),
        rounds,
        jobs);
  }

  /** One line for each twin. */
  @JsonIgnore
  String table() {
    var lines = new ArrayList<String[]>();
    for (JobFigures job : jobs) {
      for (TwinFigures twin : job.twins()) {
        lines.add(
            new String[] {
              job.job(),
              job.pattern(),
              "%,d".formatted(job.rowsIn()),
              "%,d".formatted(job.rowsOut()),
              "%.2f".formatted(job.seconds().median()),
              twin.variant(),
              "%.2f".formatted(twin.seconds().median()),
              "%.1f (%.1f–%.1f)"
                  .formatted(twin.ratio().median(), twin.ratio().min(), twin.ratio().max())
            });
      }
    }
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, COLUMNS, lines.toArray(String[][]::new));
  }

  private static final Column[] COLUMNS = {
    left("job"),
    left("pattern"),
    right("rows in"),
    right("rows out"),
    right("seconds"),
    left("twin"),
    right("twin's seconds"),
    right("ratio")
  };

  private static Column left(String header) {
    return new Column().header(header).dataAlign(HorizontalAlign.LEFT);
  }

  private static Column right(String header) {
    return new Column().header(header).dataAlign(HorizontalAlign.RIGHT);
  }
}
