package dev.p3.patterns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.fault.JobFailedException;
import dev.p3.job.Inputs;
import dev.p3.job.Observed;
import dev.p3.job.Outcome;
import dev.p3.scope.Scopes;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import dev.p3.transport.SerialTransport;
import dev.p3.transport.ThreadsTransport;
import dev.p3.transport.Transport;
import dev.p3.transport.Transports;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final String IRIS = "sepal_length,sepal_width,petal_length,petal_width";
  private static final String WINE =
      "alcohol,malic_acid,ash,alcalinity_of_ash,magnesium,total_phenols,flavanoids,nonflavanoid_phenols,proanthocyanins,color_intensity,hue,od280,proline";
  private static final StructType XY =
      new StructType().add("x", DataTypes.DoubleType).add("y", DataTypes.DoubleType);

  @Test
  void findsThePublishedClustersOfIris() {
    KMeansState.Best three = best(table("iris"), options(IRIS, 3, "none", "serial"));
    KMeansState.Best two = best(table("iris"), options(IRIS, 2, "none", "serial"));

    assertThat(three.withinSs()).isCloseTo(78.851441426, within(1e-9));
    assertThat(three.sizes()).containsExactlyInAnyOrder(38, 50, 62);
    assertThat(two.withinSs()).isCloseTo(152.347951760, within(1e-9));
  }

  @Test
  void findsThePublishedClustersOfStandardisedWine() {
    assertThat(best(table("wine"), options(WINE, 3, "standard", "threads")).withinSs())
        .isCloseTo(1277.928488845, within(1e-9));
  }

  @Test
  void everyTransportGivesTheSameBitsWhateverThePartitions() {
    Dataset<Row> wine = table("wine");
    String expected = bits(wine.coalesce(1), new SerialTransport());
    List<Transport> transports =
        Transports.all().stream().filter(transport -> !transport.name().equals("spark")).toList();

    for (int partitions : new int[] {2, 7}) {
      for (Transport transport : transports) {
        if (transport.whyNot(Parts.of(List.of())).isEmpty()) {
          assertThat(bits(wine.repartition(partitions), transport))
              .as("%s on %d partitions", transport.name(), partitions)
              .isEqualTo(expected);
        }
      }
    }
    assertThat(bits(wine.repartition(3), Transports.named("spark"))).isEqualTo(expected);
    assertThat(bits(wine, new CollectEachRound())).isEqualTo(expected);
  }

  @Test
  void assignmentsAgreeWithCentersAndWithinSs() {
    KMeansOptions options = options(IRIS, 3, "standard", "threads");
    try (var scopes = new Scopes(LocalSpark.spark())) {
      Outcome<KMeansResult> outcome = run(table("iris"), options, scopes);
      List<Row> centers = outcome.outputs().get("centers").collectAsList();
      List<Row> assignments = outcome.outputs().get("assignments").collectAsList();
      List<Row> rounds = outcome.outputs().get("rounds").collectAsList();
      KMeansResult result = outcome.result().apply(new Observed(Map.of()));

      for (Row center : centers) {
        assertThat(assignments)
            .filteredOn(row -> row.<Integer>getAs("cluster") == center.getInt(0))
            .hasSize((int) center.getLong(1));
      }
      double sum =
          assignments.stream()
              .mapToDouble(row -> row.<Double>getAs("distance"))
              .map(distance -> distance * distance)
              .sum();
      assertThat(sum).isCloseTo(result.withinSs(), within(1e-9));
      assertThat(rounds).allSatisfy(row -> assertThat(row.getDouble(2)).isPositive());
      assertThat(rounds)
          .filteredOn(row -> row.getInt(0) == result.start())
          .last()
          .satisfies(row -> assertThat(row.getDouble(2)).isEqualTo(result.withinSs()))
          .satisfies(row -> assertThat(row.getDouble(3)).isZero());
    }
  }

  @Test
  void mllibComesToTheSameWithinSsFromTheSameStartingCenters() {
    for (String scale : List.of("none", "standard")) {
      KMeansOptions options = options(WINE, 3, scale, "spark");
      KMeansState.Best ours =
          KMeans.cluster(table("wine"), options, new SerialTransport()).rounds().last().best();
      KMeansState.Best mllibs =
          KMeans.cluster(table("wine"), options, new MllibRounds()).rounds().last().best();

      assertThat(String.format(Locale.ROOT, "%.9f", mllibs.withinSs()))
          .isEqualTo(String.format(Locale.ROOT, "%.9f", ours.withinSs()));
      assertThat(mllibs.sizes()).isEqualTo(ours.sizes());
      assertThat(mllibs.start()).isEqualTo(ours.start());
    }
  }

  @Test
  void linesOfATransportAreThoseOfAllClassesThatItAloneNeeds() {
    int threads = SourceLines.of(ThreadsTransport.class);

    assertThat(threads).isBetween(10, 60);
    // A crew, sockets, workers and their messages.
    assertThat(SourceLines.of(ZeroMqTransport.class)).isGreaterThan(5 * threads);
  }

  @Test
  void withinSsNeverGrows() {
    Rounds<KMeansState> rounds =
        KMeans.cluster(table("wine"), options(WINE, 5, "standard", "serial"), new SerialTransport())
            .rounds();

    double last = Double.POSITIVE_INFINITY;
    int start = 0;
    for (double[] lines : rounds.figures()) {
      for (int at = 0; at < lines.length; at += KMeansState.FIGURES) {
        last = lines[at] == start ? last : Double.POSITIVE_INFINITY;
        start = (int) lines[at];
        assertThat(lines[at + 2]).isLessThanOrEqualTo(last * (1 + 1e-12));
        last = lines[at + 2];
      }
    }
  }

  @Test
  void rowsThatAreNoPointsAreRejectedAndCounted() {
    Dataset<Row> table =
        points(
            new Double[][] {
              {1.0, 1.0},
              {2.0, null},
              {Double.NaN, 1.0},
              {3.0, Double.NEGATIVE_INFINITY},
              {5.0, 5.0}
            });
    try (var scopes = new Scopes(LocalSpark.spark())) {
      Outcome<KMeansResult> outcome = run(table, options("x,y", 2, "none", "spark"), scopes);

      assertThat(outcome.outputs().get("rejected").collectAsList())
          .extracting(row -> row.<String>getAs("reason"))
          .containsExactlyInAnyOrder("y is null", "x is NaN", "y is infinite");
      assertThat(outcome.outputs().get("assignments").count()).isEqualTo(2);
      assertThat(outcome.result().apply(new Observed(Map.of())).remarks())
          .contains("3 of 5 points rejected: x is NaN (1), y is null (1), y is infinite (1)");
    }
  }

  @Test
  void refusesMoreClustersThanDistinctPoints() {
    Dataset<Row> table = points(new Double[][] {{1.0, 0.0}, {1.0, -0.0}, {2.0, 2.0}, {2.0, 2.0}});

    assertThat(best(table, options("x,y", 2, "none", "serial")).withinSs()).isZero();
    assertThatThrownBy(() -> best(table, options("x,y", 3, "none", "serial")))
        .isInstanceOf(JobFailedException.class)
        .hasMessage(
            "Cannot make 3 clusters: there are only 2 distinct points (--k must be at most that)");
    assertThatThrownBy(() -> best(table, options("x,y", 5, "none", "serial")))
        .hasMessage("Cannot make 5 clusters of 4 points (--k must be at most that)");
  }

  @Test
  void refusesWhatCannotBeScaledOrAddedUp() {
    Dataset<Row> constant = points(new Double[][] {{1.0, 7.0}, {2.0, 7.0}});
    Dataset<Row> huge = points(new Double[][] {{1e200, 7.0}, {2.0, 1e-300}});

    assertThatThrownBy(() -> best(constant, options("x,y", 1, "standard", "serial")))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("Cannot scale column 'y'")
        .hasMessageContaining("7.0");
    assertThatThrownBy(() -> best(huge, options("x,y", 1, "none", "serial")))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("1.0E200");
    assertThatThrownBy(() -> best(points(new Double[0][]), options("x,y", 1, "none", "serial")))
        .hasMessage("Cannot cluster: input 'points' has no rows");
  }

  @Test
  void saysBeforehandWhatTheDriverNeedsToHoldThePoints() {
    KMeansOptions options = options(IRIS, 3, "none", "serial");
    PointTable points = PointTable.of(table("iris"), options.columns(), new Faults());
    Bounds few = points.bounds();
    var many =
        new Bounds(few.columns(), 1 << 30, 1 << 30, few.rejected(), few.least(), few.greatest());

    assertThatThrownBy(() -> KMeans.cluster(points, many, options, new ThreadsTransport()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith("Cannot hold 1,073,741,824 points of 4 columns in the driver: ")
        .hasMessageContaining("--conf spark.driver.memory=55g")
        .hasMessageContaining("--conf spark.driver.maxResultSize=0")
        .hasMessageEndingWith("--transport spark or barrier, which hold them in the executors");
  }

  @Test
  void reportsEveryFaultOfUsageAtOnce() {
    KMeansOptions options = options("sepal_lenght,species_name,x", 3, "none", "sparc");
    Dataset<Row> table = table("iris").selectExpr("*", "'a' as x", "1 as cluster");
    try (var scopes = new Scopes(LocalSpark.spark())) {
      assertThatThrownBy(() -> run(table, options, scopes))
          .isInstanceOfSatisfying(
              BadUsageException.class, refused -> assertThat(refused.faults()).hasSize(5))
          .hasMessageContaining("Did you mean 'spark'?")
          .hasMessageContaining("Did you mean 'sepal_length'?")
          .hasMessageContaining("its type is STRING")
          .hasMessageContaining("'cluster'");
    }
  }

  @Test
  void aClusterThatLosesItsPointsStartsAgainAtTheFarthest() {
    double[] values = {0, 1, 2, 10, 11, 12, 100};
    double[] columns = Arrays.copyOf(values, values.length);
    var settings = new KMeansKernel.Settings(3, 50, 0, 1, 1);
    var kernel = new KMeansKernel(settings, new double[] {0}, new double[] {100});
    var block = new ColumnBlock(new double[][] {columns}, values.length);
    // The third center is nearest to no point.
    KMeansState first = KMeansState.assigning(1, new double[] {1, 40, 60_000});

    KMeansState last =
        new SerialTransport().run(kernel, Parts.of(List.of(List.of(block))), first).last();

    assertThat(last.best().centers()).containsExactlyInAnyOrder(1, 11, 100);
    assertThat(last.best().withinSs()).isEqualTo(4);
  }

  @Test
  void vectorsAndLoopsFindTheSameBits() {
    var random = new Random(9);
    for (int columns : new int[] {1, 2, 8, 13}) {
      for (int k : new int[] {1, 3, 4, 9}) {
        var values = new double[columns][533];
        for (double[] column : values) {
          Arrays.setAll(column, i -> random.nextInt(50) / 7.0);
        }
        double[] centers = random.doubles((long) k * columns, 0, 7).toArray();
        var block = new ColumnBlock(values, 533);
        var found = new ArrayList<String>();
        int[] starts = random.ints(530, 0, k).map(center -> center * columns).toArray();
        for (var way : List.of(NearestCenters.fastest(), new LoopNearestCenters())) {
          var nearest = new int[530];
          var squares = new double[530];
          var seconds = new double[530];
          var ofOne = new double[530];
          way.find(block, 3, 530, centers, nearest, squares, seconds);
          way.squares(block, 3, 530, centers, starts, ofOne);
          found.add(
              Arrays.toString(nearest)
                  + Arrays.toString(squares)
                  + Arrays.toString(seconds)
                  + Arrays.toString(ofOne));
        }
        assertThat(found.get(0)).isEqualTo(found.get(1));
      }
    }
  }

  private static String bits(Dataset<Row> table, Transport transport) {
    KMeansOptions options = options(WINE, 3, "standard", "spark");
    Rounds<KMeansState> rounds = KMeans.cluster(table, options, transport).rounds();
    return Arrays.toString(new KMeansState.StateWire().write(rounds.last()))
        + rounds.figures().stream().map(Arrays::toString).toList();
  }

  private static KMeansState.Best best(Dataset<Row> table, KMeansOptions options) {
    Transport transport =
        options.transport().equals("serial") ? new SerialTransport() : new ThreadsTransport();
    return KMeans.cluster(table, options, transport).rounds().last().best();
  }

  private static Outcome<KMeansResult> run(
      Dataset<Row> table, KMeansOptions options, Scopes scopes) {
    return new KMeansJob().run(new Inputs(Map.of("points", table)), options, "kernel", scopes);
  }

  private static KMeansOptions options(String columns, int k, String scale, String transport) {
    return new KMeansJob()
        .description()
        .options()
        .parse(
            Map.of(
                "columns", List.of(columns),
                "k", List.of(String.valueOf(k)),
                "scale", List.of(scale),
                "starts", List.of(transport.equals("spark") ? "2" : "10"),
                "transport", List.of(transport)));
  }

  private static Dataset<Row> points(Double[][] values) {
    List<Row> rows =
        IntStream.range(0, values.length)
            .mapToObj(i -> RowFactory.create((Object[]) values[i]))
            .toList();
    return LocalSpark.spark().createDataFrame(rows, XY);
  }

  private static Dataset<Row> table(String name) {
    String file = KMeansTest.class.getResource(name + ".csv").toString();
    return LocalSpark.spark().read().option("header", true).option("inferSchema", true).csv(file);
  }
}
