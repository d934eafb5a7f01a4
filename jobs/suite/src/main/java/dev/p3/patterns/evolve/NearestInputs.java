package dev.p3.patterns.evolve;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Points and places, once their columns are known.
 *
 * @param points the points
 * @param pointColumns where the points are
 * @param places the places
 * @param placeColumns where the places are
 */
record NearestInputs(
    Dataset<Row> points,
    CoordinateColumns pointColumns,
    Dataset<Row> places,
    CoordinateColumns placeColumns) {
  static final String POINTS = "points";
  static final String PLACES = "places";

  /**
   * Finds the columns of the options.
   *
   * @throws BadUsageException naming every column that is not there or holds no numbers, and every
   *     name that would occur twice in an output
   */
  static NearestInputs of(Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    String placeLat = options.placeLat().orElse(options.lat());
    String placeLon = options.placeLon().orElse(options.lon());
    Dataset<Row> allPoints = Columns.orEmpty(points, List.of(options.lat(), options.lon()));
    Dataset<Row> allPlaces = Columns.orEmpty(places, List.of(placeLat, placeLon));
    var faults = new Faults();
    Optional<CoordinateColumns> pointColumns =
        CoordinateColumns.find(options.lat(), options.lon(), allPoints, POINTS, faults);
    Optional<CoordinateColumns> placeColumns =
        CoordinateColumns.find(placeLat, placeLon, allPlaces, PLACES, faults);
    addRepeatedNames(allPoints, allPlaces, faults);
    faults.throwIfAny();
    return new NearestInputs(
        allPoints, pointColumns.orElseThrow(), allPlaces, placeColumns.orElseThrow());
  }

  private static void addRepeatedNames(Dataset<Row> points, Dataset<Row> places, Faults faults) {
    // Spark takes names that differ in case alone for one, and refuses to store both.
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(Arrays.asList(points.columns()));
    var added = new ArrayList<>(List.of(Nearest.REASON, Nearest.RANK, Nearest.DISTANCE_KM));
    Arrays.stream(places.columns()).map(Places::prefixed).forEach(added::add);
    for (String column : added) {
      if (!names.add(column)) {
        faults.add(
            "Cannot add column '%s': input 'points' has a column of this name already; rename it there",
            column);
      }
    }
  }
}
