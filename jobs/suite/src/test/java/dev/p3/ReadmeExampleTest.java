package dev.p3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;
import dev.p3.record.RecordModule;
import dev.p3.record.Records;
import dev.p3.scope.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The README's Java, compiled here and run. */
class ReadmeExampleTest {
  /** A row of the example. */
  public record Flight(String origin, int delay) {}

  /** A result of the example. */
  public record Delay(String state, int delay) {}

  public static final class Module implements RecordModule {
    @Override
    public List<Class<?>> classes() {
      return List.of(Lookups.class);
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

  public record LongestOptions(
      @Option(value = "how many lines", label = "N", defaultValue = "3", min = 1) int lines) {
    public LongestOptions {
      OptionsRecord.check(LongestOptions.class, lines);
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
    String here =
        withoutWhiteSpace(Files.readString(Path.of("src/test/java/dev/p3/ReadmeExampleTest.java")));
    List<Readme.Block> java =
        Readme.blocks(root).stream().filter(block -> block.language().equals("java")).toList();
    assertThat(java).hasSize(3);
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
