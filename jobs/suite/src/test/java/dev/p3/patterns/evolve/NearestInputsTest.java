package dev.p3.patterns.evolve;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.p3.fault.BadUsageException;
import dev.p3.job.OptionsRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class NearestInputsTest {
  private static final Dataset<Row> POINTS =
      table("id INT, latitude DOUBLE, longitude DOUBLE", row(1, 0.0, 0.0));

  @Test
  void reportsEveryFaultAtOnce() {
    Dataset<Row> points =
        table(
            "RANK INT, reason STRING, place_name STRING, lat STRING, on BOOLEAN",
            row(1, "r", "n", "12 N", true));
    Dataset<Row> places = table("name STRING, lat DATE, lng DOUBLE", row("x", null, 1.0));

    assertThat(
            faults(
                points,
                places,
                new NearestOptions("lat", "on", Optional.empty(), Optional.of("lnq"), 1, false)))
        .containsExactly(
            "Cannot take column 'lat' of input 'points' as latitude: its type is STRING"
                + " (must be numbers, in degrees; a CSV column with any other text in it is STRING)",
            "Cannot take column 'on' of input 'points' as longitude: its type is BOOLEAN"
                + " (must be numbers, in degrees; a CSV column with any other text in it is STRING)",
            "Cannot take column 'lat' of input 'places' as latitude: its type is DATE"
                + " (must be numbers, in degrees; a CSV column with any other text in it is STRING)",
            "Cannot find column 'lnq' in input 'places' (its columns are name, lat, lng). Did you mean 'lng'?",
            "Cannot add column 'reason': input 'points' has a column of this name already; rename it there",
            "Cannot add column 'rank': input 'points' has a column of this name already; rename it there",
            "Cannot add column 'place_name': input 'points' has a column of this name already; rename it there");
  }

  @Test
  void looksForThePlacesColumnsUnderThePointsNamesUnlessToldOtherwise() {
    Dataset<Row> places = table("latitude INT, x FLOAT", row(1, 1f));

    assertThat(faults(POINTS, places, Rungs.options("latitude", "longitude", 1)))
        .singleElement()
        .asString()
        .startsWith("Cannot find column 'longitude' in input 'places'");
    assertThat(
            NearestInputs.of(
                    POINTS,
                    places,
                    new NearestOptions(
                        "Latitude", "LONGITUDE", Optional.empty(), Optional.of("X"), 1, false))
                .placeColumns())
        .isEqualTo(new CoordinateColumns("latitude", "x"));
  }

  @Test
  void optionsNeedTheColumnsAndAtLeastOnePlace() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> OptionsRecord.of(NearestOptions.class).parse(Map.of("k", List.of("0"))))
        .satisfies(
            usage ->
                assertThat(usage.faults())
                    .containsExactly(
                        "Missing --lat COL: the column with the latitude, in degrees from -90 to 90",
                        "Missing --lon COL: the column with the longitude, in degrees from -180 to 180",
                        "Invalid --k: 0 (must be at least 1)"));
  }

  private static List<String> faults(
      Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    return catchThrowableOfType(
            BadUsageException.class, () -> NearestInputs.of(points, places, options))
        .faults();
  }
}
