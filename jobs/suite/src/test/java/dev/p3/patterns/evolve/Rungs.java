package dev.p3.patterns.evolve;

import static dev.p3.testkit.DatasetAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.job.JobRun;
import dev.p3.patterns.Tables;
import dev.p3.testkit.JobTest;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs {@code nearest}, with one rung or with all of them, which are held to the same bits. */
final class Rungs {
  static final NearestJob JOB = new NearestJob();

  private Rungs() {}

  /** What all rungs gave. */
  record Found(List<String> columns, List<Row> rows, NearestResult result) {}

  static Found byAll(Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    test(points, places, options).sameRowsInEveryVariant().sameResultInEveryVariant();
    return by(points, places, options);
  }

  /** By the pattern, and by those rungs that rows take another way than the pattern's. */
  static Found byEveryWay(Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    JobTest<NearestOptions, NearestResult> test = test(points, places, options);
    try (JobRun<NearestResult> pattern = test.run()) {
      for (String way : List.of("arrays", "compiled")) {
        try (JobRun<NearestResult> run = test.run(way)) {
          assertThat(run.output("nearest")).hasSameRowsAs(pattern.output("nearest"));
          assertThat(run.result()).as(way).isEqualTo(pattern.result());
        }
      }
      return found(pattern, "nearest");
    }
  }

  /** By the pattern. */
  static Found by(Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    return by("tree", points, places, options);
  }

  static Found by(
      String variant, Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    return output(variant, "nearest", points, places, options);
  }

  static Found output(
      String variant,
      String output,
      Dataset<Row> points,
      Dataset<Row> places,
      NearestOptions options) {
    try (JobRun<NearestResult> run = test(points, places, options).run(variant)) {
      return found(run, output);
    }
  }

  /** A test of the job on tables. */
  static JobTest<NearestOptions, NearestResult> test(
      Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    return JobTest.of(JOB).input("points", points).input("places", places).options(options);
  }

  private static Found found(JobRun<NearestResult> run, String output) {
    Dataset<Row> rows = run.output(output);
    return new Found(Tables.columns(rows), rows.collectAsList(), run.result());
  }

  /** Coordinates in columns lat and lon of both tables. */
  static NearestOptions nearest(int k) {
    return options("lat", "lon", k);
  }

  static NearestOptions options(String lat, String lon, int k) {
    return new NearestOptions(lat, lon, Optional.empty(), Optional.empty(), k, false);
  }
}
