package dev.p3.patterns.evolve;

import static dev.p3.patterns.Tables.sample;
import static dev.p3.testkit.DatasetAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.connect.Connectors;
import dev.p3.data.connect.Sources;
import dev.p3.job.Inputs;
import dev.p3.job.JobRun;
import dev.p3.scope.Scopes;
import dev.p3.testkit.JobTest;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class NearestJobTest {
  private static final NearestOptions TWO = Rungs.options("latitude", "longitude", 2);

  @Test
  void givesTheSameRowsOnEveryRungOnTheSamples() {
    Dataset<Row> airports = airports();
    Dataset<Row> some = airports.where("state in ('AK', 'HI', 'GU')");

    JobTest<NearestOptions, NearestResult> test =
        Rungs.test(some, airports, TWO).sameRowsInEveryVariant();

    try (JobRun<NearestResult> run = test.run()) {
      assertThat(run.output("nearest")).hasCount(2 * some.count());
    }
  }

  @Test
  void theCompiledRungIsOneLoopOfGeneratedCodeWithoutFunctions() {
    String plan;
    try (JobRun<NearestResult> run = Rungs.test(airports(), airports(), TWO).run("compiled")) {
      Dataset<Row> rows = run.output("nearest");
      rows.collectAsList();
      String plans = rows.queryExecution().executedPlan().toString();
      plan = plans.substring(0, plans.indexOf("== Initial Plan =="));
    }

    assertThat(plan).doesNotContain("UDF", "MapPartitions");
    // A star before a node says that its code is generated together with its neighbours'.
    assertThat(plan.lines().filter(line -> line.contains("BroadcastNestedLoopJoin")))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(line -> assertThat(line).containsPattern("\\*\\(\\d+\\) BroadcastNested"));
  }

  @Test
  void measuresNothingWithoutPoints() {
    NearestInputs inputs = NearestInputs.of(airports().limit(0), airports(), TWO);
    try (var scopes = new Scopes(LocalSpark.spark())) {
      assertThat(new Ladder(inputs, Places.of(inputs), 1, scopes).measured(1.5).collectAsList())
          .isEmpty();
    }
  }

  @Test
  void givesTheLadderOnlyWhenAsked() {
    try (var scopes = new Scopes(LocalSpark.spark())) {
      var inputs = new Inputs(Map.of("points", airports(), "places", airports()));

      assertThat(Rungs.JOB.run(inputs, TWO, "tree", scopes).outputs())
          .containsOnlyKeys("nearest", "rejected");
    }
  }

  @Test
  void measuresTheLadderFromTheLoopToTheTree() {
    NearestInputs inputs = NearestInputs.of(airports(), airports(), TWO);
    List<Row> ladder;
    try (var scopes = new Scopes(LocalSpark.spark())) {
      ladder = new Ladder(inputs, Places.of(inputs), 1, scopes).measured(1.5).collectAsList();
    }

    assertThat(ladder)
        .extracting(row -> row.getString(0))
        .containsExactly("loop", "stream", "iterator", "arrays", "compiled", "tree");
    assertThat(ladder.get(0).<Double>getAs("ratio")).isEqualTo(1.0);
    assertThat(ladder).allSatisfy(row -> assertThat(row.<Long>getAs("rows_per_s")).isPositive());
    // The loop makes an object for each of 3,376 places, the tree for the nearest alone.
    long bytesOfTheLoop = ladder.get(0).getAs("bytes_per_row");
    assertThat(bytesOfTheLoop).isGreaterThan(3_376 * 24);
    assertThat(ladder.get(5).<Long>getAs("bytes_per_row")).isBetween(1L, bytesOfTheLoop / 2);
  }

  private static Dataset<Row> airports() {
    var spark = LocalSpark.spark();
    var location = DataLocation.parse(sample("us-flights/airports.csv").toString());
    return new Sources(spark)
        .table(List.of(Connectors.find(location, spark.sparkContext().hadoopConfiguration())));
  }
}
