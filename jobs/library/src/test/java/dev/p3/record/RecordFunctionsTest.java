package dev.p3.record;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.fault.Advice;
import dev.p3.record.Samples.Leg;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records handed to functions of columns, made of some rows only, and as zero of an aggregate. */
class RecordFunctionsTest {
  private static final SparkSession SPARK = LocalSpark.spark();
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SPARK.sparkContext());

  /** Refuses some values. */
  public record Age(String name, int years) {
    public Age {
      if (years < 0) {
        throw new IllegalArgumentException("years must not be negative: " + years);
      }
    }
  }

  /** Of many types. */
  public record Mixed(
      UUID id,
      LocalDate day,
      Instant moment,
      Optional<Leg> leg,
      List<Leg> legs,
      Map<String, Long> counts,
      byte[] bytes) {}

  /** Neither Serializable nor registered. */
  public record Unlisted(int value) {}

  private static Dataset<Row> rows(String columns) {
    return SPARK.sql("SELECT " + columns);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFunctionOfColumnsTakesAndGivesRecords(boolean compiled) {
    SPARK.conf().set("spark.sql.codegen.wholeStage", Boolean.toString(compiled));
    try {
      UserDefinedFunction turned =
          Records.udf(
              (UDF1<Leg, Leg>)
                  leg -> leg == null ? null : new Leg(leg.to(), leg.from(), leg.minutes()),
              Leg.class,
              Leg.class);
      Dataset<Row> turnedRows =
          rows("EXPLODE(ARRAY(STRUCT(7 AS minutes, 'x' AS extra, 'a' AS `from`, 'b' AS `to`), NULL)) AS leg")
              .select(turned.apply(col("leg")).as("leg"));
      assertThat(turnedRows.select("leg.*").where("minutes IS NOT NULL").collectAsList())
          .hasToString("[[b,a,7]]");
      assertThat(turnedRows.where("leg IS NULL").count()).isEqualTo(1);
    } finally {
      SPARK.conf().unset("spark.sql.codegen.wholeStage");
    }
  }

  @Test
  void recordsAndPlainValuesGoTogether() {
    UserDefinedFunction longer =
        Records.udf(
            (UDF2<Leg, Integer, Integer>) (leg, more) -> leg.minutes() + more,
            Leg.class,
            int.class,
            int.class);
    UserDefinedFunction parsed =
        Records.udf(
            (UDF1<String, Age>) text -> new Age(text, text.length()), String.class, Age.class);
    Row row =
        rows("'a' AS `from`, 'b' AS `to`, 7 AS minutes")
            .select(
                longer.apply(struct("*"), col("minutes")),
                parsed.apply(col("from")).getField("years"))
            .first();
    assertThat(row.getInt(0)).isEqualTo(14);
    assertThat(row.getInt(1)).isEqualTo(1);
  }

  @Test
  void everyKindOfComponentComesThroughAFunction() {
    Mixed mixed =
        new Mixed(
            UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
            LocalDate.of(1500, 2, 28),
            Instant.parse("1883-11-18T12:03:58.000001Z"),
            Optional.of(new Leg("a", "b", 1)),
            List.of(new Leg("c", "d", 2)),
            Map.of("x", 1L),
            new byte[] {1, 2});
    UserDefinedFunction same =
        Records.udf((UDF1<Mixed, Mixed>) each -> each, Mixed.class, Mixed.class);
    Dataset<Row> through =
        SPARK
            .createDataset(List.of(mixed), Records.encoder(Mixed.class))
            .select(same.apply(struct("*")).as("it"))
            .select("it.*");
    assertThat(Records.as(through, Mixed.class).first())
        .usingRecursiveComparison()
        .isEqualTo(mixed);
  }

  @Test
  void aFunctionSaysWhatDoesNotFit() {
    UserDefinedFunction minutes =
        Records.udf((UDF1<Leg, Integer>) Leg::minutes, Leg.class, Integer.class);
    assertThatThrownBy(
            () ->
                rows("STRUCT(7L AS minutes, 'a' AS `from`) AS leg")
                    .select(minutes.apply(col("leg")))
                    .first())
        .rootCause()
        .hasMessageContainingAll("to: missing", "minutes: BIGINT does not fit into INT");
    assertThatThrownBy(() -> rows("1 AS leg").select(minutes.apply(col("leg"))).first())
        .rootCause()
        .hasMessageContaining("it is no struct (hand over struct(columns))");
  }

  @Test
  void rowsThatMakeNoRecordAreToldApartWithTheReason() {
    Dataset<Row> rows =
        SPARK.sql(
            "SELECT * FROM VALUES ('ann', 7, 1), ('bob', -1, 2), ('eve', NULL, 3) AS t(name, years, id)");
    Tried<Age> tried = Records.tryAs(rows, Age.class);

    assertThat(tried.good().collectAsList()).containsExactly(new Age("ann", 7));
    assertThat(tried.bad().columns()).containsExactly("name", "years", "id", "reason");
    List<Row> bad = tried.bad().orderBy("id").collectAsList();
    assertThat(bad).hasSize(2);
    assertThat(bad.get(0)).hasToString("[bob,-1,2,years must not be negative: -1]");
    assertThat(bad.get(1).getString(3)).contains("years").contains("non-nullable");
    assertThatThrownBy(() -> Records.tryAs(tried.bad(), Age.class))
        .hasMessageContaining("column 'reason' of their own");
    assertThatThrownBy(() -> Records.tryAs(rows.drop("years"), Age.class))
        .hasMessageContaining("years: missing");
  }

  @Test
  void aRecordMayBeTheZeroOfAnAggregate() throws Exception {
    JavaRDD<Leg> legs =
        CONTEXT.parallelize(
            List.of(new Leg("a", "b", 1), new Leg("b", "c", 2), new Leg("c", "d", 4)), 3);
    assertThat(
            Records.aggregate(
                legs,
                new Leg("", "", 0),
                (sum, leg) -> new Leg(sum.from() + leg.from(), "", sum.minutes() + leg.minutes()),
                (one, other) ->
                    new Leg(one.from() + other.from(), "", one.minutes() + other.minutes())))
        .isEqualTo(new Leg("abc", "", 7));

    assertThatThrownBy(
            () -> legs.aggregate(new Leg("", "", 0), (sum, leg) -> leg, (one, other) -> one))
        .satisfies(
            failure ->
                assertThat(Advice.of(failure))
                    .hasValueSatisfying(
                        words ->
                            assertThat(words)
                                .startsWith("Record dev.p3.record.Samples$Leg was sent as a part")
                                .contains("Records.aggregate", "Scope", "java.io.Serializable")));
  }

  @Test
  void aClassThatIsNotRegisteredIsNamedWithTheModuleAndTheWayToFindAll() {
    assertThatThrownBy(() -> CONTEXT.parallelize(List.of(new Unlisted(1)), 1).count())
        .satisfies(
            failure ->
                assertThat(Advice.of(failure))
                    .hasValueSatisfying(
                        words ->
                            assertThat(words)
                                .contains(
                                    "Class dev.p3.record.RecordFunctionsTest$Unlisted",
                                    "META-INF/services/dev.p3.record.RecordModule",
                                    "--discover-kryo")));
  }
}
