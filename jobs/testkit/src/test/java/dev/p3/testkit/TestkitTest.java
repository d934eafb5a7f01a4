package dev.p3.testkit;

import static dev.p3.testkit.DatasetAssert.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.fault.BadUsageException;
import dev.p3.job.JobRun;
import dev.p3.record.Records;
import dev.p3.scope.MutatedValueException;
import dev.p3.scope.Scope;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** Runs in a JVM without {@code --add-opens}, as tests of other people do. */
@SparkTest
class TestkitTest {
  private static final Fruit APPLES = Fruit.of("apple", 3, 510.5);
  private static final Fruit PEARS = Fruit.of("pear", 2, 400);
  private static final Fruit MORE_APPLES = Fruit.of("apple", 4, 700);

  @Test
  void aSessionNeedsNoOptionOfTheJvm(SparkSession spark) {
    assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
        .noneMatch(argument -> argument.contains("add-opens"));
    assertThat(spark.conf().get("spark.kryo.registrationRequired")).isEqualTo("true");
    assertThat(spark.conf().get("spark.sql.session.timeZone")).isEqualTo("UTC");
    assertThat(spark.sparkContext().uiWebUrl().isEmpty()).isTrue();
    assertThat(spark.range(1_000).repartition(3).count()).isEqualTo(1_000);
  }

  @Test
  void tablesAreEqualWhateverTheOrderOfTheirRows(SparkSession spark) {
    assertThat(fruit(spark, APPLES, PEARS, PEARS))
        .hasSameRowsAs(fruit(spark, PEARS, APPLES, PEARS));
    assertThat(fruit(spark, APPLES)).hasCount(1).hasSchema(fruit(spark, PEARS).schema());
    assertThat(fruit(spark, APPLES).where("pieces > 9")).isEmpty();
    assertThat(spark.sql("SELECT 0.0D AS zero, array(1.50BD) AS prices"))
        .hasRows(RowFactory.create(-0.0, List.of(new java.math.BigDecimal("1.5"))));
  }

  @Test
  void aDifferenceShowsRowsThatChangedAreMissingOrWereNotExpected(SparkSession spark) {
    Dataset<Row> actual =
        spark.sql(
            "SELECT * FROM VALUES (1, 'a', 2.5D), (2, 'b', 1D), (4, 'd', 0D) AS t(id, name, x)");
    Dataset<Row> expected =
        spark.sql(
            "SELECT * FROM VALUES (1, 'a', 2.5D), (2, 'c', 1D), (3, 'x', 9D) AS t(id, name, x)");

    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(() -> assertThat(actual).keyedBy("id").hasSameRowsAs(expected))
        .withMessage(
            """
            The rows differ: 3 are there, 3 were expected; 1 changed, 1 missing, 1 not expected.

            changed
            +----+----------------+-----+
            | id | name           | x   |
            +----+----------------+-----+
            |  2 | b (expected c) | 1.0 |
            +----+----------------+-----+

            missing
            +----+------+-----+
            | id | name | x   |
            +----+------+-----+
            |  3 |    x | 9.0 |
            +----+------+-----+

            not expected
            +----+------+-----+
            | id | name | x   |
            +----+------+-----+
            |  4 |    d | 0.0 |
            +----+------+-----+""");
  }

  @Test
  void aRowThatIsThereTooOftenIsShown(SparkSession spark) {
    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(
            () ->
                assertThat(spark.sql("SELECT explode(array(1, 1, 1)) AS n"))
                    .hasRows(RowFactory.create(1)))
        .withMessageContaining(
            "3 are there, 1 were expected; 0 changed, 0 missing, 2 not expected");
  }

  @Test
  void numbersMayBeAsFarFromThoseExpectedAsTheTestSays(SparkSession spark) {
    Dataset<Row> actual = spark.sql("SELECT 'a' AS k, 1.001D AS x");
    Dataset<Row> expected = spark.sql("SELECT 'a' AS k, 1.0D AS x");

    assertThat(actual).within("x", 0.01).hasSameRowsAs(expected);
    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(() -> assertThat(actual).within("x", 0.0001).hasSameRowsAs(expected))
        .withMessageContaining("1.001 (expected 1.0)");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> assertThat(actual).within("y", 0.01).hasSameRowsAs(expected))
        .withMessage("Cannot compare by column 'y': there is none (there are k, x)");
  }

  @Test
  void columnsThatDifferAreNamed(SparkSession spark) {
    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(
            () ->
                assertThat(spark.sql("SELECT 1 AS id, 'a' AS name"))
                    .hasSchema("id BIGINT, name STRING"))
        .withMessageContaining("missing: id BIGINT\n  not expected: id INT");
  }

  @Test
  void aJobRunsOnRecordsAndGivesItsResult(SparkSession spark) {
    try (JobRun<FruitJob.Result> run =
        JobTest.of(new FruitJob(""))
            .input("fruit", APPLES, PEARS, MORE_APPLES)
            .option("at-least", 3)
            .run()) {
      assertThat(run.output("pieces")).hasRows(RowFactory.create("apple", 7L));
      assertThat(run.result()).isEqualTo(new FruitJob.Result(1));
    }
  }

  @Test
  void everyFaultOfARunIsReportedAtOnce(SparkSession spark) {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(
            () ->
                JobTest.of(new FruitJob(""))
                    .input("fruits", APPLES)
                    .option("at-least", -1)
                    .option("atleast", 2)
                    .run("sum"))
        .satisfies(
            refused ->
                assertThat(refused.faults())
                    .containsExactly(
                        "Unknown input 'fruits' of fruit (must be one of fruit). Did you mean 'fruit'?",
                        "Missing input 'fruit' of fruit: the fruit",
                        "Unknown option 'atleast' of fruit (must be one of at-least). Did you mean 'at-least'?",
                        "Invalid --variant: 'sum' (must be one of sums). Did you mean 'sums'?",
                        "Invalid --at-least: -1 (must be at least 0)"));
  }

  @Test
  void equalVariantsPassOnAnyPartitionsAndInAnyOrder(SparkSession spark) {
    assertThatNoException()
        .isThrownBy(
            () ->
                JobTest.of(new FruitJob("sql"))
                    .input("fruit", APPLES, PEARS, MORE_APPLES)
                    .sameRowsInEveryVariant()
                    .onPartitions(1, 2, 7, 64)
                    .afterShuffledInput(1, 2));
  }

  @Test
  void aVariantWithOtherRowsIsFoundAndItsRowsAreShown(SparkSession spark) {
    JobTest<FruitJob.Options, FruitJob.Result> test =
        JobTest.of(new FruitJob("first"))
            .options(new FruitJob.Options(3))
            .input("fruit", APPLES, PEARS, MORE_APPLES);

    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(test::sameRowsInEveryVariant)
        .withMessage(
            """
            The rows of output pieces are others with variant first than those of sums. \
            The rows differ: 2 are there, 1 were expected; 1 changed, 0 missing, 1 not expected.

            changed
            +-------+----------------+
            | name  | pieces         |
            +-------+----------------+
            | apple | 3 (expected 7) |
            +-------+----------------+

            not expected
            +------+--------+
            | name | pieces |
            +------+--------+
            | pear |      2 |
            +------+--------+""");
    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(test::sameResultInEveryVariant)
        .withMessage(
            "The result of variant first is Result[names=0], that of sums is Result[names=1]");
  }

  @Test
  void aVariantWithOtherColumnsIsFound(SparkSession spark) {
    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(
            () -> JobTest.of(new FruitJob("int")).input("fruit", APPLES).sameRowsInEveryVariant())
        .withMessage(
            """
            The rows of output pieces are others with variant int than those of sums. \
            The columns differ.
              missing: pieces BIGINT
              not expected: pieces INT""");
  }

  @Test
  void recordsThatComeBackEqualPassAndUnregisteredOnesGetTheirModule(SparkSession spark) {
    RecordChecks.roundTrips(APPLES, PEARS);
    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(() -> RecordChecks.registered(Fruit.class, Stranger.class))
        .withMessageContaining("Not registered with Kryo: dev.p3.testkit.TestkitTest.Stranger.")
        .withMessageContaining(
            "return java.util.List.of(dev.p3.testkit.TestkitTest.Stranger.class);");
  }

  @Test
  void aFunctionThatChangesWhatItIsGivenIsFound(SparkSession spark) {
    try (Scope<Counts> scope = Scope.open(spark, new Counts(new int[1]))) {
      Dataset<Integer> counted =
          scope.map(
              fruit(spark, APPLES, PEARS),
              (counts, fruit) -> counts.pieces()[0] += fruit.pieces(),
              Encoders.INT());

      assertThatThrownBy(counted::collectAsList)
          .rootCause()
          .isInstanceOf(MutatedValueException.class)
          .hasMessageContaining("changed component `pieces` of Scope Counts");
    }
  }

  /** What a function changes. */
  public record Counts(int[] pieces) {}

  @Test
  void nothingIsLeftOfASessionWhenItsJvmEnds(@TempDir Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                OtherJvm.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .contains("500 rows of " + directory);
    assertThat(process.waitFor()).isZero();
    assertThat(directory).isEmptyDirectory();
  }

  /** Writes rows of a shuffle to its session's folder. */
  static final class OtherJvm {
    private OtherJvm() {}

    public static void main(String[] arguments) {
      SparkSession spark = TestSession.current();
      System.out.printf(
          "%d rows of %s%n",
          spark.range(500).repartition(3).count(), spark.conf().get("spark.local.dir"));
    }
  }

  /** A record that nobody registers. */
  public record Stranger(int id) {}

  @Nested
  @SparkTest(settings = "spark.sql.ansi.enabled=false")
  class WithSettingsOfItsOwn {
    @Test
    void aSettingOfSqlHoldsForTheClassAlone(SparkSession spark) {
      assertThat(spark.conf().get("spark.sql.ansi.enabled")).isEqualTo("false");
      assertThat(spark.sql("SELECT CAST('x' AS INT) AS n"))
          .hasRows(RowFactory.create((Object) null));
    }
  }

  private static Dataset<Fruit> fruit(SparkSession spark, Fruit... fruit) {
    return spark.createDataset(List.of(fruit), Records.encoder(Fruit.class));
  }
}
