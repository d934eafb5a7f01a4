package dev.p3.patterns.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.job.Variant;
import dev.p3.patterns.JobRun;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Runs {@code nearest}, with one rung or with all of them, which are held to the same bits. */
final class Rungs {
  static final NearestJob JOB = new NearestJob();

  private Rungs() {}

  /** What all rungs gave. */
  record Found(List<String> columns, List<Row> rows, NearestResult result) {}

  static Found byAll(Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    List<String> all = JOB.description().variants().stream().map(Variant::name).toList();
    return by(all, points, places, options);
  }

  /** By the pattern, and by those rungs that rows take another way than the pattern's. */
  static Found byEveryWay(Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    return by(List.of("tree", "arrays", "compiled"), points, places, options);
  }

  private static Found by(
      List<String> variants, Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    Found first = null;
    for (String variant : variants) {
      Found found = by(variant, points, places, options);
      if (first != null) {
        assertThat(found.columns()).as(variant).isEqualTo(first.columns());
        assertThat(found.result()).as(variant).isEqualTo(first.result());
        assertThat(found.rows()).as(variant).containsExactlyInAnyOrderElementsOf(first.rows());
      } else {
        first = found;
      }
    }
    return first;
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
    var schema = new StructType[1];
    JobRun<List<Row>, NearestResult> run =
        JobRun.of(
            JOB,
            Map.of("points", points, "places", places),
            options,
            variant,
            output,
            rows -> {
              schema[0] = rows.schema();
              return rows.collectAsList();
            });
    List<String> columns =
        Arrays.stream(schema[0].fields())
            .map(field -> field.name() + " " + field.dataType().sql())
            .toList();
    return new Found(columns, run.output(), run.result());
  }

  /** Coordinates in columns lat and lon of both tables. */
  static NearestOptions nearest(int k) {
    return options("lat", "lon", k);
  }

  static NearestOptions options(String lat, String lon, int k) {
    return new NearestOptions(lat, lon, Optional.empty(), Optional.empty(), k, false);
  }
}
