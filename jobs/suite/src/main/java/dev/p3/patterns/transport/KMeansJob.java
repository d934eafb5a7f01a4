package dev.p3.patterns.transport;

import dev.p3.chart.Chart;
import dev.p3.fault.Faults;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.record.ConnectSession;
import dev.p3.scope.Scopes;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Transport;
import dev.p3.transport.Transports;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code k-means}: clusters of points, by one kernel on any transport. */
public final class KMeansJob implements PatternJob<KMeansOptions, KMeansResult> {
  private static final String CENTERS = "centers";
  private static final String ASSIGNMENTS = "assignments";
  private static final String ROUNDS = "rounds";
  private static final String REJECTED = "rejected";
  private static final String COMPARE = "compare";
  private static final String TRANSPORTS = "transports";

  /** Of twins, whose sums are taken in another order. */
  private static final int SIGNIFICANT_DIGITS = 9;

  private static final JobDescription<KMeansOptions, KMeansResult> DESCRIPTION =
      JobDescription.<KMeansOptions, KMeansResult>of("k-means", KMeansOptions.class)
          .pattern("transport")
          .rule(
              """
              Know what can carry your values, and keep the kernel from knowing it: map and reduce
              are pure functions.
              """)
          .summary("clusters points around k centers, on threads, processes or Spark")
          .details(
              """
              Finds k centers so that the sum of the squares of the distances of all points to the
              nearest one is small, by Lloyd's algorithm from starting centers of k-means++. Rounds
              run on what --transport names; sums are exact, so all transports give the same bits,
              whatever the partitions and the order of rows. A cluster that loses all its points
              starts again at the point that is farthest from its center.

              Rows with a null, NaN or infinite coordinate go to the output rejected, and are counted.
              Distances and within-SS are in scaled units, centers in those of the columns.

              Two passes over the points, k rounds to seed each start, then at most --iterations
              and one; in the first round of a start each point meets each center, later only those that
              bounds do not decide. What moves in a round grows with k, columns and partitions, not
              with the points.

              Limit: points are held as primitive columns, in the driver for serial, threads and
              processes, else in the executors, who spill to disk. All of it is done before outputs
              are written.
              """)
          .scale(
              """
              More than 2^30 points are beyond what the exact sums were made for: cluster a sample.

              Each round starts a task for each partition and waits for the last of them: fewer
              --iterations and --starts, and larger splits, --conf
              spark.sql.files.maxPartitionBytes=1g; --transport barrier for many short rounds, where
              all tasks run at once.

              Points are held in the executors, 8 bytes for each column, and spill to disk beyond their
              memory: more executors or spark.executor.memory. With --transport serial, threads or
              processes they are held on the driver.

              Time to seed grows with the square of --k.
              """)
          .input(
              InputSpec.table(PointTable.INPUT, "the points")
                  .sample("us-flights/airports.csv")
                  .column("COL", "a number type", "the coordinates: --columns")
                  .column("…", "any", "all columns are kept"))
          .output(centers())
          .output(
              OutputSpec.output(ASSIGNMENTS, "for each point its nearest center, in no order")
                  .column("…", "as in points", "every column of the points")
                  .column(KMeans.CLUSTER, "INT", "the cluster of the nearest center")
                  .column(KMeans.DISTANCE, "DOUBLE", "to this center, in scaled units")
                  .sameTo(SIGNIFICANT_DIGITS))
          .output(rounds())
          .output(
              OutputSpec.output(REJECTED, "rows that are no points")
                  .column("…", "as in points", "every column of the points")
                  .column(KMeans.REASON, "STRING", "what is wrong, such as width is null"))
          .output(transports())
          .variant("kernel", "one kernel, on the transport that is named", KMeansJob::byKernel)
          .variant(
              "collect",
              "ships all points to the driver in each round",
              (inputs, options, scopes) ->
                  clustered(inputs, options, scopes, Optional.of(new CollectEachRound())))
          .variant(
              "mllib", "Spark MLlib's KMeans, from the same starting centers", KMeansJob::byMllib)
          .example(
              "--columns",
              "latitude,longitude",
              "--k",
              "5",
              "--starts",
              "2",
              "--transport",
              "threads")
          .build();

  private static OutputSpec centers() {
    return OutputSpec.output(CENTERS, "one row for each cluster, in order")
        .column(KMeans.CLUSTER, "INT", "its number, from 0")
        .column(KMeans.SIZE, "BIGINT", "how many points are nearest to it")
        .column("…", "DOUBLE", "the columns named, of its center")
        .sameTo(SIGNIFICANT_DIGITS);
  }

  private static OutputSpec rounds() {
    return OutputSpec.output(ROUNDS, "one row for each round of each start, in order")
        .column("start", "INT", "from 1")
        .column("round", "INT", "how often centers have moved; 0 for the starting centers")
        .column("within_ss", "DOUBLE", "sum of the squares of the distances to the nearest center")
        .column("moved", "DOUBLE", "how far a center moved at most in this round")
        .sameTo(SIGNIFICANT_DIGITS);
  }

  private static OutputSpec transports() {
    return OutputSpec.output(TRANSPORTS, "every transport, measured on the same points")
        .onlyWith(COMPARE)
        .column("transport", "STRING", "its name")
        .measuredColumn("seconds", "DOUBLE", "of all rounds, without loading points")
        .measuredColumn("seconds_per_round", "DOUBLE", "seconds over rounds")
        .measuredColumn("bytes_moved_per_round", "BIGINT", "states and partials between processes")
        .measuredColumn("processes", "INT", "how many worked on points")
        .measuredColumn("ratio_to_serial", "DOUBLE", "seconds over those of serial")
        .measuredColumn(
            "lines_of_code", "INT", "lines with instructions of the classes that it alone needs")
        .measuredColumn("note", "STRING", "why it is not measured, or what it is");
  }

  @Override
  public JobDescription<KMeansOptions, KMeansResult> description() {
    return DESCRIPTION;
  }

  @Override
  public List<Class<?>> records() {
    return List.of(Centers.class, Scaling.class, ColumnBlock.class);
  }

  @Override
  public Map<String, List<Chart>> charts(KMeansOptions options) {
    return Map.of(
        CENTERS,
        List.of(Chart.bars(KMeans.CLUSTER, KMeans.SIZE, "points")),
        ASSIGNMENTS,
        clusters(options),
        ROUNDS,
        List.of(Chart.scatter("round", "within_ss").coloured("start").joined()),
        TRANSPORTS,
        List.of(Chart.bars("transport", "seconds_per_round", "seconds")));
  }

  /** The first two coordinates, north up; one alone beside how far it is from the center. */
  private static List<Chart> clusters(KMeansOptions options) {
    List<String> columns = options.columns().names();
    String first = columns.get(0);
    String second = columns.size() > 1 ? columns.get(1) : KMeans.DISTANCE;
    boolean isNorthFirst = first.toLowerCase(Locale.ROOT).startsWith("lat");
    return List.of(
        (isNorthFirst ? Chart.scatter(second, first) : Chart.scatter(first, second))
            .coloured(KMeans.CLUSTER));
  }

  private static Outcome<KMeansResult> byMllib(
      Inputs inputs, KMeansOptions options, Scopes scopes) {
    MllibRounds.requireMllib(table(inputs).sparkSession().version());
    return clustered(inputs, options, scopes, Optional.of(new MllibRounds()));
  }

  private static Dataset<Row> table(Inputs inputs) {
    Dataset<Row> table = inputs.required(PointTable.INPUT);
    ConnectSession.context(table.sparkSession(), "hold its points in an RDD");
    return table;
  }

  private static Transport transport(KMeansOptions options) {
    return OpenClTransport.onDevice(Transports.named(options.transport()), options.device());
  }

  private static Outcome<KMeansResult> byKernel(
      Inputs inputs, KMeansOptions options, Scopes scopes) {
    return clustered(inputs, options, scopes, Optional.empty());
  }

  /**
   * @param twin in place of the transport that the options name
   */
  private static Outcome<KMeansResult> clustered(
      Inputs inputs, KMeansOptions options, Scopes scopes, Optional<Transport> twin) {
    Dataset<Row> table = table(inputs);
    var faults = new Faults();
    Optional<Transport> named = faults.orFault(() -> transport(options));
    PointTable points = PointTable.of(table, options.columns(), faults);
    Transport transport = twin.or(() -> named).orElseThrow(); // any fault has ended it here
    Bounds bounds = KMeans.bounds(points, options);
    Clustering clustering = KMeans.cluster(points, bounds, options, transport);
    Map<String, Dataset<Row>> outputs = new HashMap<>();
    outputs.put(CENTERS, KMeans.centers(clustering));
    outputs.put(ASSIGNMENTS, KMeans.assignments(clustering, scopes));
    outputs.put(ROUNDS, KMeans.rounds(clustering));
    outputs.put(REJECTED, points.rejected());
    if (options.compare()) {
      outputs.put(TRANSPORTS, Comparison.measured(points, bounds, options));
    }
    return Outcome.of(outputs, observed -> clustering.result(options, transport.name()));
  }
}
