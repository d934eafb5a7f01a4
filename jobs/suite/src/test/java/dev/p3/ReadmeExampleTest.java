package dev.p3;

import static dev.p3.testkit.DatasetAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.job.JobResult;
import dev.p3.job.JobRun;
import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;
import dev.p3.record.Column;
import dev.p3.record.RecordModule;
import dev.p3.record.Records;
import dev.p3.record.Tried;
import dev.p3.scope.PerExecutor;
import dev.p3.scope.Scope;
import dev.p3.session.OpenModules;
import dev.p3.testkit.JobTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** The README's Java, compiled here and run. */
class ReadmeExampleTest {
  /** A row of the example. */
  public record Flight(String origin, int delay) {}

  /** A result of the example. */
  public record Delay(String state, int delay) {}

  public static final class Module implements RecordModule {
    @Override
    public List<Class<?>> classes() {
      return List.of(Lookups.class, Tools.class, Trip.class);
    }
  }

  record Lookups(Map<String, String> stateByAirport) {}

  private static void firstExample(
      SparkSession spark, Dataset<Flight> flights, Map<String, String> stateByAirport) {
    try (Scope<Lookups> scope = Scope.open(spark, new Lookups(stateByAirport))) {
      Dataset<Delay> delays =
          scope.map(
              flights,
              (lookups, flight) ->
                  new Delay(lookups.stateByAirport().get(flight.origin()), flight.delay()),
              Records.encoder(Delay.class));
      delays.groupBy("state").avg("delay").show();
    }
  }

  public record Trip(
      String from, String to, @Column("min") int minutes, Optional<Instant> landed) {}

  private static void recordsExample(SparkSession spark, Trip out, Trip back, String path) {
    Encoder<Trip> encoder = Records.encoder(Trip.class);
    Dataset<Trip> trips = spark.createDataset(List.of(out, back), encoder);

    Dataset<Trip> reversed =
        trips.map(
            (MapFunction<Trip, Trip>) t -> new Trip(t.to(), t.from(), t.minutes(), t.landed()),
            encoder);
    assertThat(reversed.first().from()).isEqualTo(out.to());

    Dataset<Tuple2<String, Trip>> longest =
        trips
            .groupByKey((MapFunction<Trip, String>) Trip::from, Encoders.STRING())
            .reduceGroups((ReduceFunction<Trip>) (a, b) -> a.minutes() > b.minutes() ? a : b);
    assertThat(longest.collectAsList())
        .containsExactlyInAnyOrder(new Tuple2<>(out.from(), out), new Tuple2<>(back.from(), back));

    Dataset<Tuple2<Trip, Trip>> returns =
        trips.as("a").joinWith(trips.as("b"), functions.expr("a.to = b.from"));
    assertThat(returns.collectAsList())
        .containsExactlyInAnyOrder(new Tuple2<>(out, back), new Tuple2<>(back, out));

    trips.persist(StorageLevel.MEMORY_ONLY_SER());
    Broadcast<Trip> shared = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(out);
    assertThat(trips.filter((FilterFunction<Trip>) t -> t.equals(shared.value())).count()).isOne();
    trips.unpersist();

    trips.write().parquet(path);
    Dataset<Trip> read = Records.as(spark.read().parquet(path), Trip.class);
    assertThat(read.collectAsList()).containsExactlyInAnyOrder(out, back);
    assertThat(read.columns()).containsExactly("from", "to", "min", "landed");
  }

  @Test
  void theRecordsExampleGivesTheTripsThatItSays(@TempDir Path directory) {
    recordsExample(
        LocalSpark.spark(),
        new Trip("ZRH", "JFK", 540, Optional.of(Instant.parse("2024-02-29T12:00:00Z"))),
        new Trip("JFK", "ZRH", 450, Optional.empty()),
        directory.resolve("trips").toString());
  }

  private static void triedExample(Dataset<Row> rows) {
    Tried<Trip> tried = Records.tryAs(rows, Trip.class);
    tried.bad().select("from", "reason").show();

    UserDefinedFunction back =
        Records.udf(
            (UDF1<Trip, Trip>) t -> new Trip(t.to(), t.from(), t.minutes(), t.landed()),
            Trip.class,
            Trip.class);
    tried.good().select(back.apply(functions.struct("*")).as("back")).show();
  }

  @Test
  void theExampleOfBadRowsPrintsTheirReasonsAndTheGoodOnes() {
    Dataset<Row> rows =
        LocalSpark.spark()
            .sql(
                "SELECT * FROM VALUES ('ZRH', 'JFK', 540), ('JFK', 'LAX', NULL) AS t(`from`, `to`, `min`)");
    // Spark 3.5 writes "Null value".
    assertThat(printedBy(() -> triedExample(rows)))
        .containsIgnoringCase("| JFK|NULL value appear")
        .contains("|{JFK, ZRH, 540, N");
  }

  @Test
  void theReadmeOpensWhatSparkListsItself() throws IOException {
    Path root = Path.of(System.getProperty("maven.multiModuleProjectDirectory", "../.."));
    Assumptions.assumeTrue(
        LocalSpark.spark().version().startsWith("4.0"), "shows the default line");
    assertThat(Files.readString(root.resolve("README.md")))
        .contains(
            OpenModules.options().stream()
                .filter(option -> option.startsWith("--add-opens="))
                .toList());
  }

  /** A row of the scope's example. */
  public record Visit(String state, LocalDate day) {}

  record Tools(Map<String, String> states, PerExecutor<DateTimeFormatter> format) {}

  private static void scopeExample(
      SparkSession spark, Dataset<Visit> visits, Map<String, String> states) {
    Tools tools =
        new Tools(states, PerExecutor.of(() -> DateTimeFormatter.ofPattern("dd.MM.yyyy")));
    try (Scope<Tools> scope = Scope.open(spark, tools)) {
      Dataset<String> texts =
          scope.map(
              visits,
              (with, visit) ->
                  with.states().get(visit.state())
                      + ", "
                      + with.format().value().format(visit.day()),
              Encoders.STRING());
      texts.show();
    }
  }

  @Test
  void theScopeExamplePrintsTheTextsThatItMakes() {
    SparkSession spark = LocalSpark.spark();
    Dataset<Visit> visits =
        spark.createDataset(
            List.of(new Visit("IL", LocalDate.of(2024, 2, 29))), Records.encoder(Visit.class));
    Map<String, String> states = new HashMap<>(Map.of("IL", "Illinois"));
    assertThat(printedBy(() -> scopeExample(spark, visits, states)))
        .contains("Illinois, 29.02.2024");
  }

  public record LongestOptions(
      @Option(value = "how many lines", label = "N", defaultValue = "3", min = 1) int lines) {
    public LongestOptions {
      OptionsRecord.check(LongestOptions.class, lines);
    }
  }

  public record LongestResult(long lines) implements JobResult {}

  @Test
  void theJobGivesTheLongestLinesOfTextsAndOfBytes() {
    Dataset<String> texts =
        LocalSpark.spark().createDataset(List.of("b", "abc", "a", "ab"), Encoders.STRING());
    for (Dataset<?> lines : List.of(texts, texts.selectExpr("binary(value) AS value"))) {
      try (JobRun<LongestResult> run = JobTest.of(new LongestJob()).input("text", lines).run()) {
        assertThat(run.output("lines"))
            .hasRows(RowFactory.create("abc"), RowFactory.create("ab"), RowFactory.create("a"));
        assertThat(run.result().lines()).isEqualTo(3);
      }
    }
  }

  @Test
  void theFirstExamplePrintsTheMeanDelayOfEachState() {
    SparkSession spark = LocalSpark.spark();
    Dataset<Flight> flights =
        spark.createDataset(
            List.of(new Flight("ORD", 10), new Flight("MDW", 20), new Flight("SFO", 5)),
            Records.encoder(Flight.class));
    String printed =
        printedBy(
            () ->
                firstExample(
                    spark, flights, new HashMap<>(Map.of("ORD", "IL", "MDW", "IL", "SFO", "CA"))));
    assertThat(printed).contains("IL|      15.0", "CA|       5.0");
  }

  @Test
  void theOptionsOfTheSecondExampleHaveTheDefaultAndTheRangeThatTheySay() {
    assertThat(OptionsRecord.defaults(LongestOptions.class).lines()).isEqualTo(3);
    assertThat(OptionsRecord.of(LongestOptions.class).specs().get(0).range())
        .isEqualTo("at least 1");
  }

  @Test
  void theReadmeShowsTheCodeAsItIsCompiledHere() throws IOException {
    Path root = Path.of(System.getProperty("maven.multiModuleProjectDirectory", "../.."));
    Path example = root.resolve("examples/sessions/src");
    var sources = new StringBuilder();
    for (Path file :
        List.of(
            Path.of("src/test/java/dev/p3/ReadmeExampleTest.java"),
            Path.of("src/test/java/dev/p3/LongestJob.java"),
            example.resolve("main/java/example/sessions/Click.java"),
            example.resolve("main/java/example/sessions/Sessions.java"),
            example.resolve("test/java/example/sessions/SessionsTest.java"))) {
      sources.append(Files.readString(file));
    }
    String here = withoutWhiteSpace(sources.toString());
    List<Readme.Block> java =
        Readme.blocks(root).stream().filter(block -> block.language().equals("java")).toList();
    assertThat(java).hasSize(9);
    for (Readme.Block block : java) {
      for (String paragraph : block.text().split("\n\n", -1)) {
        assertThat(here).contains(withoutWhiteSpace(paragraph));
      }
    }
  }

  /** The formatter breaks lines elsewhere than the README does. */
  private static String withoutWhiteSpace(String code) {
    return code.replaceAll("\\s+", "");
  }

  private static String printedBy(Runnable action) {
    var bytes = new ByteArrayOutputStream();
    // Dataset.show prints through Scala's console.
    scala.Console.withOut(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        () -> {
          action.run();
          return null;
        });
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
