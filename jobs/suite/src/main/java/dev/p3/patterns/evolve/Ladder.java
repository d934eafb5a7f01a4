package dev.p3.patterns.evolve;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import dev.p3.scope.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Measures every rung on the same points.
 *
 * <p>The sample is the first points, so many that the loop takes well below a second. A fast rung
 * takes it several times over, in one query, until the search outweighs what Spark does for a query
 * anyway; each turn moves the sample a little to the east, so that no rung meets the same point
 * twice. The fastest of three such queries counts, and those before them warm the virtual machine
 * up.
 */
final class Ladder {
  /** How many times as long as a query for one point a query that counts lasts at least. */
  static final double WORK = 5;

  private static final StructType SCHEMA =
      new StructType()
          .add("rung", DataTypes.StringType, false)
          .add("rows_per_s", DataTypes.LongType, false)
          .add("bytes_per_row", DataTypes.LongType, true)
          .add("ratio", DataTypes.DoubleType, false);

  private static final StructType SAMPLE =
      new StructType()
          .add(Located.LATITUDE, DataTypes.DoubleType)
          .add(Located.LONGITUDE, DataTypes.DoubleType)
          .add(Located.REASON, DataTypes.StringType);

  private static final long PAIRS_OF_A_TURN = 2_000_000;
  private static final int MOST_POINTS = 20_000;
  private static final double MOST_GROWTH = 20;
  private static final int QUERIES = 3;
  private static final double TURN_DEGREES = 0.001;

  private final SparkSession spark;
  private final List<Row> sample;
  private final Places places;
  private final int k;
  private final Scopes scopes;

  /**
   * Cost: collects the sample to the driver.
   *
   * @param k at most the number of places
   */
  Ladder(NearestInputs inputs, Places places, int k, Scopes scopes) {
    this.spark = inputs.points().sparkSession();
    this.sample = sample(inputs, places);
    this.places = places;
    this.k = k;
    this.scopes = scopes;
  }

  /**
   * Measures at once.
   *
   * @param work such as {@link #WORK}
   * @return one row for each rung, the loop first, none when no point has coordinates: {@code rung,
   *     rows_per_s, bytes_per_row, ratio} (to the loop's rows per second); bytes are null where
   *     executors are processes of their own
   */
  Dataset<Row> measured(double work) {
    var lines = new ArrayList<Row>();
    double loopRowsPerSecond = 0;
    for (Rung rung : sample.isEmpty() ? new Rung[0] : Rung.values()) {
      Measurement measurement = measured(rung, work);
      double rowsPerSecond = measurement.rows() / measurement.seconds();
      if (rung == Rung.LOOP) {
        loopRowsPerSecond = rowsPerSecond;
      }
      lines.add(
          RowFactory.create(
              rung.variant(),
              Math.round(rowsPerSecond),
              measurement.bytes() == null ? null : measurement.bytes() / measurement.rows(),
              Math.round(100 * rowsPerSecond / loopRowsPerSecond) / 100.0));
    }
    return spark.createDataFrame(lines, SCHEMA);
  }

  private Measurement measured(Rung rung, double work) {
    List<Row> onePoint = sample.subList(0, 1);
    query(rung, onePoint, 1);
    double enough = work * query(rung, onePoint, 1).seconds();
    int turns = 1;
    Measurement measurement = query(rung, sample, turns);
    while (measurement.seconds() < enough) {
      double missing = 1.2 * enough / measurement.seconds();
      turns = (int) Math.ceil(turns * Math.min(MOST_GROWTH, missing));
      measurement = query(rung, sample, turns);
    }
    for (int again = 1; again < QUERIES; again++) {
      measurement = measurement.orFaster(query(rung, sample, turns));
    }
    return measurement;
  }

  private Measurement query(Rung rung, List<Row> rows, int turns) {
    Dataset<Row> found = rung.search(moved(rows, turns), places, k, scopes);
    Optional<AllocatedBytes> before = AllocatedBytes.now(spark);
    long start = System.nanoTime();
    found
        .agg(
            sum(size(col(Rung.NEIGHBOURS))),
            sum(col(Rung.NEIGHBOURS).getItem(0).getField(Neighbour.KILOMETRES)))
        .collectAsList();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Measurement(
        (long) rows.size() * turns, seconds, before.map(AllocatedBytes::since).orElse(null));
  }

  /** The rows once for each turn, in the partitions of the rows. */
  private Dataset<Row> moved(List<Row> rows, int turns) {
    return spark
        .createDataFrame(rows, SAMPLE)
        .withColumn("turn", explode(sequence(lit(1), lit(turns))))
        .withColumn(
            Located.LONGITUDE,
            pmod(
                    col(Located.LONGITUDE).plus(180).plus(col("turn").multiply(TURN_DEGREES)),
                    lit(360d))
                .minus(180))
        .drop("turn");
  }

  private static List<Row> sample(NearestInputs inputs, Places places) {
    long most = Math.max(1, Math.min(MOST_POINTS, PAIRS_OF_A_TURN / places.size()));
    return inputs
        .pointColumns()
        .locate(inputs.points())
        .where(col(Located.REASON).isNull())
        .select(Located.LATITUDE, Located.LONGITUDE, Located.REASON)
        .limit((int) most)
        .collectAsList();
  }

  /**
   * @param bytes allocated; null when unknown
   */
  private record Measurement(long rows, double seconds, Long bytes) {
    Measurement orFaster(Measurement other) {
      return other.seconds() < seconds ? other : this;
    }
  }
}
