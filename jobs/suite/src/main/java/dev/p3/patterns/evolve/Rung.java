package dev.p3.patterns.evolve;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.p3.scope.PerExecutor;
import dev.p3.scope.Scope;
import dev.p3.scope.Scopes;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;

/** The ways to search, from the loop that people write first to an index. All find the same. */
enum Rung {
  LOOP("a loop over place objects for each point: measures all, sorts all"),
  STREAM("the same as a stream expression"),
  ITERATOR("a generator of neighbours, of which only the nearest k are kept"),
  ARRAYS("vectorised: primitive arrays, a batch of points at a time"),
  COMPILED("Spark's own expressions, compiled by whole-stage code generation"),
  TREE("a k-d tree on unit vectors");

  /** The column that a search adds: {@link Neighbour#LIST}, null where the point is rejected. */
  static final String NEIGHBOURS = "__p3_neighbours";

  private final String meaning;

  Rung(String meaning) {
    this.meaning = meaning;
  }

  String meaning() {
    return meaning;
  }

  /** Whether it makes an object, or a row of Spark's, of each pair of a point and a place. */
  boolean isSlow() {
    return switch (this) {
      case LOOP, STREAM, ITERATOR, COMPILED -> true;
      case ARRAYS, TREE -> false;
    };
  }

  /** The variant's name on the command line. */
  String variant() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Adds the neighbours of every point.
   *
   * @param points as {@link Located} has them
   * @param k at most the number of places
   */
  Dataset<Row> search(Dataset<Row> points, Places places, int k, Scopes scopes) {
    PerExecutor.Recipe<PlaceCoordinates> coordinates = places.coordinates().recipe();
    return switch (this) {
      case LOOP -> eachPoint(points, k, scopes, () -> new BoxedPlaces(coordinates.build())::loop);
      case STREAM ->
          eachPoint(points, k, scopes, () -> new BoxedPlaces(coordinates.build())::stream);
      case ITERATOR ->
          eachPoint(points, k, scopes, () -> new BoxedPlaces(coordinates.build())::iterator);
      case ARRAYS -> eachBatch(points, k, scopes, () -> new PlaceArrays(coordinates.build()));
      case COMPILED -> CompiledSearch.search(points, places, k);
      case TREE -> eachPoint(points, k, scopes, () -> new PlaceTree(coordinates.build()));
    };
  }

  /** Only the coordinates leave Spark's own format; the rest of a point's row stays in it. */
  private static Dataset<Row> eachPoint(
      Dataset<Row> points, int k, Scopes scopes, PerExecutor.Recipe<PlaceSearch> search) {
    Scope<Gazetteer<PlaceSearch>> scope = scopes.open(new Gazetteer<>(PerExecutor.of(search)));
    UserDefinedFunction nearest =
        scope.udf(
            (Gazetteer<PlaceSearch> gazetteer, Row point) ->
                point == null
                    ? null
                    : Neighbour.rows(
                        gazetteer
                            .places()
                            .value()
                            .nearest(point.getDouble(0), point.getDouble(1), k)),
            Neighbour.LIST);
    return points.withColumn(
        NEIGHBOURS,
        nearest.apply(
            when(
                col(Located.REASON).isNull(),
                struct(col(Located.LATITUDE), col(Located.LONGITUDE)))));
  }

  private static Dataset<Row> eachBatch(
      Dataset<Row> points, int k, Scopes scopes, PerExecutor.Recipe<PlaceArrays> arrays) {
    Scope<Gazetteer<PlaceArrays>> scope = scopes.open(new Gazetteer<>(PerExecutor.of(arrays)));
    return scope.mapPartitions(
        points,
        (gazetteer, rows) -> new BatchedRows(rows, new PointBatch(gazetteer.places().value(), k)),
        Encoders.row(points.schema().add(NEIGHBOURS, Neighbour.LIST)));
  }
}
