package dev.p3.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.ClusterSpark;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Case classes of cells that come back from executors in other JVMs. */
class ScalaCellsIT {
  @TempDir private static Path directory;
  private static SparkSession spark;
  private static ScalaCells cells;

  @BeforeAll
  static void openNotebook() throws ReflectiveOperationException {
    var classes = new CellClasses(directory);
    Map<String, String> settings = Map.of("spark.repl.class.outputDir", directory.toString());
    spark = classes.within(() -> ClusterSpark.open(settings));
    cells = new ScalaCells(1, classes);
    RunCells.run(cells, "case class Leg(from: String, km: Int)");
    RunCells.run(
        cells,
        """
        import org.apache.spark.sql.{Encoder, Encoders}
        import org.apache.spark.sql.expressions.Aggregator
        object Longest extends Aggregator[Leg, Leg, Leg] {
          def zero = Leg("", 0)
          def reduce(longest: Leg, leg: Leg) = if (leg.km > longest.km) leg else longest
          def merge(one: Leg, other: Leg) = reduce(one, other)
          def finish(longest: Leg) = longest
          def bufferEncoder: Encoder[Leg] = Encoders.product
          def outputEncoder: Encoder[Leg] = Encoders.product
        }
        val legs = Seq(Leg("ZRH", 4), Leg("JFK", 5), Leg("ZRH", 6)).toDS.repartition(3)
        """);
  }

  @AfterAll
  static void stopSession() {
    spark.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          legs.reduce((one, other) => Leg("all", one.km + other.km)) | Leg(all,15)
          legs.select(Longest.toColumn).head | Leg(ZRH,6)
          legs.groupByKey(_.from).agg(Longest.toColumn).collect.toSet == Set(("ZRH", Leg("ZRH", 6)), ("JFK", Leg("JFK", 5))) | true
          legs.groupByKey(_.from).reduceGroups((one, other) => Leg("all", one.km + other.km)).collect.toSet == Set(("ZRH", Leg("all", 10)), ("JFK", Leg("JFK", 5))) | true
          legs.map(identity)(Encoders.kryo[Leg]).collect.toSet == Set(Leg("ZRH", 4), Leg("JFK", 5), Leg("ZRH", 6)) | true
          legs.rdd.aggregate(Leg("all", 0))((sum, leg) => Leg("all", sum.km + leg.km), (one, other) => Leg("all", one.km + other.km)) | Leg(all,15)
          legs.rdd.treeAggregate(Leg("all", 0))((sum, leg) => Leg("all", sum.km + leg.km), (one, other) => Leg("all", one.km + other.km)) | Leg(all,15)
          legs.rdd.collect.toSet == Set(Leg("ZRH", 4), Leg("JFK", 5), Leg("ZRH", 6)) | true
          """)
  void theResultOfAnAggregateIsACaseClassOfACell(String expression, String expected) {
    assertThat(RunCells.value(cells, expression)).isEqualTo(expected);
  }
}
