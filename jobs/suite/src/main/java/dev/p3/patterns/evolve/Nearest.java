package dev.p3.patterns.evolve;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.posexplode;

import dev.p3.scope.Scopes;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds the places nearest to points. */
public final class Nearest {
  static final String RANK = "rank";
  static final String DISTANCE_KM = "distance_km";
  static final String REASON = "reason";

  private static final String POSITION = "__p3_position";
  private static final String NEIGHBOUR = "__p3_neighbour";

  private Nearest() {}

  /**
   * The pattern as one call, for a notebook: points in, one row out for each point and each of its
   * k nearest places, with all columns of both. Points without valid coordinates are left out: see
   * {@link #rejected}.
   *
   * <p>Cost: collects the places to the driver at once; the rest is lazy: one pass over the points,
   * no shuffle.
   *
   * @param scopes where the places' scope opens; close them after the last action
   * @return the points' columns, {@code rank INT} from 1, {@code distance_km DOUBLE}, the places'
   *     columns prefixed {@code place_}; in no order
   * @throws dev.p3.fault.BadUsageException when columns of the options do not fit, with every fault
   * @throws dev.p3.fault.JobFailedException when no place has coordinates
   */
  public static Dataset<Row> nearest(
      Dataset<Row> points, Dataset<Row> places, NearestOptions options, Scopes scopes) {
    NearestInputs inputs = NearestInputs.of(points, places, options);
    return nearest(inputs, Places.of(inputs), options.k(), Rung.TREE, scopes);
  }

  /**
   * The points that {@link #nearest} leaves out because a coordinate is null, NaN or out of range.
   *
   * @return the points' columns and {@code reason STRING}, for example {@code latitude is null};
   *     lazy
   */
  public static Dataset<Row> rejected(
      Dataset<Row> points, Dataset<Row> places, NearestOptions options) {
    return rejected(NearestInputs.of(points, places, options));
  }

  static Dataset<Row> nearest(
      NearestInputs inputs, Places places, int k, Rung rung, Scopes scopes) {
    Dataset<Row> points = inputs.pointColumns().locate(inputs.points());
    Dataset<Row> found = rung.search(points, places, Math.min(k, places.size()), scopes);
    // Counted before rejected points are left out, and behind the search, where no stage is empty
    // unless there are no points: Spark drops an empty stage, and with it what was observed there.
    Dataset<Row> ranked =
        Located.observed(found)
            .select(
                col("*"), posexplode(col(Rung.NEIGHBOURS)).as(new String[] {POSITION, NEIGHBOUR}))
            .join(
                broadcast(places.table()),
                col(NEIGHBOUR).getField(Neighbour.PLACE).equalTo(col(Places.NUMBER)));
    return ranked.select(outputColumns(inputs));
  }

  static Dataset<Row> rejected(NearestInputs inputs) {
    List<Column> columns = pointColumns(inputs);
    columns.add(col(Located.REASON).as(REASON));
    return Located.observed(inputs.pointColumns().locate(inputs.points()))
        .where(col(Located.REASON).isNotNull())
        .select(columns.toArray(Column[]::new));
  }

  private static Column[] outputColumns(NearestInputs inputs) {
    List<Column> columns = pointColumns(inputs);
    columns.add(col(POSITION).plus(1).as(RANK));
    columns.add(col(NEIGHBOUR).getField(Neighbour.KILOMETRES).as(DISTANCE_KM));
    Arrays.stream(inputs.places().columns())
        .map(Places::prefixed)
        .map(Columns::named)
        .forEach(columns::add);
    return columns.toArray(Column[]::new);
  }

  private static List<Column> pointColumns(NearestInputs inputs) {
    var columns = new ArrayList<Column>();
    Arrays.stream(inputs.points().columns()).map(Columns::named).forEach(columns::add);
    return columns;
  }
}
