package dev.p3.patterns.transport;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import dev.p3.fault.Faults;
import dev.p3.fault.JobFailedException;
import dev.p3.scope.Scope;
import dev.p3.scope.Scopes;
import dev.p3.transport.Rounds;
import dev.p3.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Clusters points by k-means, on any transport, to the same bits. */
public final class KMeans {
  static final String CLUSTER = "cluster";
  static final String SIZE = "size";
  static final String DISTANCE = "distance";
  static final String REASON = "reason";

  private static final String ASSIGNED = "__p3_assigned";
  private static final StructType ASSIGNMENT =
      new StructType()
          .add(CLUSTER, DataTypes.IntegerType, false)
          .add(DISTANCE, DataTypes.DoubleType, false);

  private KMeans() {}

  /**
   * Clusters the points of a table, at once.
   *
   * <p>Cost: two passes over the table; then for each round what the transport costs, and for each
   * point the distance to each center. Points are held as primitive columns.
   *
   * @throws dev.p3.fault.BadUsageException naming every column that does not fit
   * @throws JobFailedException when the points do not allow as many clusters, or the transport
   *     cannot run here
   */
  public static Clustering cluster(Dataset<Row> table, KMeansOptions options, Transport transport) {
    PointTable points = PointTable.of(table, options.columns(), new Faults());
    return cluster(points, bounds(points, options), options, transport);
  }

  static Bounds bounds(PointTable points, KMeansOptions options) {
    Bounds bounds = points.bounds();
    bounds.requireFit(options.k(), options.scale());
    return bounds;
  }

  static Clustering cluster(
      PointTable points, Bounds bounds, KMeansOptions options, Transport transport) {
    try (LoadedPoints loaded =
        LoadedPoints.load(points, bounds, options.scale(), transport.home())) {
      requireRunning(transport, loaded);
      var kernel = kernel(options, loaded, transport);
      Rounds<KMeansState> rounds = transport.run(kernel, loaded.parts(), KMeansState.first());
      return new Clustering(points, bounds, loaded.scaling(), rounds);
    }
  }

  private static KMeansKernel kernel(
      KMeansOptions options, LoadedPoints loaded, Transport transport) {
    var kernel = new KMeansKernel(options.settings(), loaded.least(), loaded.greatest());
    return options.device().isEmpty() || transport instanceof OpenClTransport
        ? kernel
        : kernel.onDevice(options.device().get());
  }

  static void requireRunning(Transport transport, LoadedPoints loaded) {
    transport
        .whyNot(loaded.parts())
        .ifPresent(
            why -> {
              throw new JobFailedException(
                  String.format(
                      Locale.ROOT, "Cannot use --transport %s here: %s", transport.name(), why));
            });
  }

  /** {@code cluster INT, size BIGINT} and the columns as DOUBLE, in their own units. */
  static Dataset<Row> centers(Clustering clustering) {
    List<String> columns = clustering.points().columns();
    StructType schema =
        new StructType()
            .add(CLUSTER, DataTypes.IntegerType, false)
            .add(SIZE, DataTypes.LongType, false);
    for (String column : columns) {
      schema = schema.add(column, DataTypes.DoubleType, false);
    }
    KMeansState.Best best = clustering.rounds().last().best();
    var rows = new ArrayList<Row>();
    for (int cluster = 0; cluster < best.sizes().length; cluster++) {
      var values = new Object[2 + columns.size()];
      values[0] = cluster;
      values[1] = best.sizes()[cluster];
      for (int j = 0; j < columns.size(); j++) {
        values[2 + j] =
            clustering.scaling().original(best.centers()[cluster * columns.size() + j], j);
      }
      rows.add(RowFactory.create(values));
    }
    return spark(clustering).createDataFrame(rows, schema);
  }

  /** The rows that are points, with {@code cluster INT, distance DOUBLE}; lazy. */
  static Dataset<Row> assignments(Clustering clustering, Scopes scopes) {
    PointTable points = clustering.points();
    Scope<Centers> scope =
        scopes.open(new Centers(clustering.rounds().last().best().centers(), clustering.scaling()));
    UserDefinedFunction nearest =
        scope.udf(
            (Centers centers, Row point) -> {
              Centers.Nearest found = centers.nearest(point);
              return RowFactory.create(found.cluster(), found.distance());
            },
            ASSIGNMENT);
    return points
        .rows()
        .where(points.reason().isNull())
        .withColumn(ASSIGNED, nearest.apply(struct(points.coordinates())))
        .select(
            col("*"),
            col(ASSIGNED).getField(CLUSTER).as(CLUSTER),
            col(ASSIGNED).getField(DISTANCE).as(DISTANCE))
        .drop(ASSIGNED);
  }

  /** {@code start INT, round INT, within_ss DOUBLE, moved DOUBLE}, in order. */
  static Dataset<Row> rounds(Clustering clustering) {
    StructType schema =
        new StructType()
            .add("start", DataTypes.IntegerType, false)
            .add("round", DataTypes.IntegerType, false)
            .add("within_ss", DataTypes.DoubleType, false)
            .add("moved", DataTypes.DoubleType, false);
    var rows = new ArrayList<Row>();
    for (double[] lines : clustering.rounds().figures()) {
      for (int at = 0; at < lines.length; at += KMeansState.FIGURES) {
        rows.add(
            RowFactory.create((int) lines[at], (int) lines[at + 1], lines[at + 2], lines[at + 3]));
      }
    }
    return spark(clustering).createDataFrame(rows, schema);
  }

  private static SparkSession spark(Clustering clustering) {
    return clustering.points().rows().sparkSession();
  }
}
