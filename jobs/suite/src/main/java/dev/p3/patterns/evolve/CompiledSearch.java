package dev.p3.patterns.evolve;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;

import dev.p3.record.ConnectSession;
import java.util.ArrayList;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code compiled}: nothing but Spark's own expressions, so that whole-stage code generation makes
 * one loop of them.
 *
 * <pre>
 *   distinct coordinates × some places ─► the nearest of each of k lanes ─► the farthest of these: a bound
 *   distinct coordinates × all places within the bound ─► distances ─► sorted, first k ─► join points
 * </pre>
 *
 * <p>Some places, evenly taken, are dealt into k lanes. The nearest ones of the lanes are k places,
 * so the k nearest of all are no farther than the farthest of them. Thus most pairs cost a
 * comparison of numbers and nothing else.
 *
 * <p>Cost: two passes over the points, which must give the same rows twice; one over the pairs of
 * places with distinct coordinates; points and distinct coordinates are shuffled once. Places are
 * broadcast.
 */
final class CompiledSearch {
  /**
   * Of how many places the bound is taken, as a multiple of √(k × places): both passes cost alike.
   */
  private static final int BOUNDING_PLACES = 4;

  private static final String NUMBER = "number";
  private static final String LANE = "lane";
  private static final String PLACE_LATITUDE = "place_latitude";
  private static final String PLACE_LONGITUDE = "place_longitude";
  private static final String[] POINT_VECTOR = {"x", "y", "z"};
  private static final String[] PLACE_VECTOR = {"place_x", "place_y", "place_z"};
  private static final String BOUND = "bound";

  private CompiledSearch() {}

  static Dataset<Row> search(Dataset<Row> points, Places places, int k) {
    SparkSession spark = points.sparkSession();
    int step = step(places.size(), k);
    Column latitude = col(Located.LATITUDE);
    Column longitude = col(Located.LONGITUDE);
    Dataset<Row> coordinates =
        points
            .where(col(Located.REASON).isNull())
            .select(latitude, longitude)
            // By number, since few coordinates are much work, which Spark would not spread.
            .repartition(
                ConnectSession.context(spark, "ask how many cores there are").defaultParallelism(),
                latitude,
                longitude)
            .distinct();
    Dataset<Row> bounds =
        pairs(coordinates, table(spark, places.coordinates(), step, k))
            .groupBy(latitude, longitude, col(LANE))
            .agg(min(squaredChord()).as("nearest"))
            .groupBy(latitude, longitude)
            .agg(max("nearest").as(BOUND));
    Dataset<Row> neighbours =
        pairs(bounds, table(spark, places.coordinates(), 1, k))
            .where(squaredChord().leq(GreatCircle.squaredChordWithin(col(BOUND))))
            .groupBy(latitude, longitude)
            .agg(slice(array_sort(collect_list(neighbour())), 1, k).as(Rung.NEIGHBOURS));
    return points.join(neighbours, new String[] {Located.LATITUDE, Located.LONGITUDE}, "left");
  }

  private static Dataset<Row> pairs(Dataset<Row> coordinates, Dataset<Row> places) {
    return withUnitVector(coordinates, Located.LATITUDE, Located.LONGITUDE, POINT_VECTOR)
        .crossJoin(broadcast(places));
  }

  /** Every how many places one is taken for the bound, so that there are at least k of them. */
  private static int step(int places, int k) {
    double wanted = Math.max(k, BOUNDING_PLACES * Math.sqrt((double) k * places));
    return (int) Math.max(1, places / wanted);
  }

  private static Column neighbour() {
    return struct(
        GreatCircle.kilometres(
                col(Located.LATITUDE),
                col(Located.LONGITUDE),
                col(PLACE_LATITUDE),
                col(PLACE_LONGITUDE))
            .as(Neighbour.KILOMETRES),
        col(NUMBER).as(Neighbour.PLACE));
  }

  private static Column squaredChord() {
    Column sum = null;
    for (int axis = 0; axis < POINT_VECTOR.length; axis++) {
      Column along = col(PLACE_VECTOR[axis]).minus(col(POINT_VECTOR[axis]));
      Column squared = along.multiply(along);
      sum = sum == null ? squared : sum.plus(squared);
    }
    return sum;
  }

  /** Every step-th place. */
  private static Dataset<Row> table(
      SparkSession spark, PlaceCoordinates coordinates, int step, int lanes) {
    var rows = new ArrayList<Row>(coordinates.size() / step + 1);
    for (int place = 0; place < coordinates.size(); place += step) {
      rows.add(
          RowFactory.create(
              place,
              place / step % lanes,
              coordinates.latitude(place),
              coordinates.longitude(place)));
    }
    StructType schema =
        new StructType()
            .add(NUMBER, DataTypes.IntegerType, false)
            .add(LANE, DataTypes.IntegerType, false)
            .add(PLACE_LATITUDE, DataTypes.DoubleType, false)
            .add(PLACE_LONGITUDE, DataTypes.DoubleType, false);
    return withUnitVector(
        spark.createDataFrame(rows, schema), PLACE_LATITUDE, PLACE_LONGITUDE, PLACE_VECTOR);
  }

  private static Dataset<Row> withUnitVector(
      Dataset<Row> table, String latitude, String longitude, String[] names) {
    Column[] vector = GreatCircle.unitVector(col(latitude), col(longitude));
    Dataset<Row> with = table;
    for (int axis = 0; axis < names.length; axis++) {
      with = with.withColumn(names[axis], vector[axis]);
    }
    return with;
  }
}
