package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.record.Samples.Leg;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class RecordsAsTest {
  private static final SparkSession SPARK = LocalSpark.spark();

  /** Wider than what is read. */
  public record Wide(long count, double ratio, BigDecimal price, Long maybe) {}

  /** Nested in every way. */
  public record Outer(Leg leg, List<Leg> legs, Map<String, Leg> byName) {}

  private static Dataset<Row> rows(String columns) {
    return SPARK.sql("SELECT " + columns);
  }

  @Test
  void columnsAreFoundByNameNotByPosition() {
    assertThat(
            Records.as(rows("7 AS minutes, 'x' AS extra, 'b' AS `to`, 'a' AS `from`"), Leg.class)
                .collectAsList())
        .containsExactly(new Leg("a", "b", 7));
  }

  @Test
  void everyDifferenceIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                Records.as(
                    rows("1L AS minutes, 5 AS `from`, 'x' AS other"),
                    Leg.class,
                    Reading.REFUSE_EXTRA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "Cannot read rows as " + Leg.class.getName() + ": 4",
            "to: missing",
            "minutes: BIGINT does not fit into INT",
            "from: wrong type INT (wanted STRING",
            "other: no component reads it");
  }

  @Test
  void narrowingIsAllowedOnRequest() {
    assertThat(
            Records.as(
                    rows("7L AS minutes, 'a' AS `from`, 'b' AS `to`"),
                    Leg.class,
                    Reading.ALLOW_NARROWING)
                .collectAsList())
        .containsExactly(new Leg("a", "b", 7));
  }

  @Test
  void wideningNeedsNoRequest() {
    Wide wide =
        Records.as(
                rows("1 AS count, CAST(0.5 AS FLOAT) AS ratio, 1.25 AS price, NULL AS maybe"),
                Wide.class)
            .first();
    assertThat(wide.count()).isEqualTo(1);
    assertThat(wide.ratio()).isEqualTo(0.5);
    assertThat(wide.price()).isEqualByComparingTo("1.25");
    assertThat(wide.maybe()).isNull();
  }

  @Test
  void theCaseOfNamesCountsUnlessIgnored() {
    Dataset<Row> rows = rows("7 AS MINUTES, 'a' AS `From`, 'b' AS `to`");
    assertThatThrownBy(() -> Records.as(rows, Leg.class))
        .hasMessageContainingAll("minutes: missing", "from: missing");
    assertThat(Records.as(rows, Leg.class, Reading.IGNORE_CASE).collectAsList())
        .containsExactly(new Leg("a", "b", 7));
  }

  /** Has gained components since the files were written. */
  public record Grown(
      String name, Optional<String> nick, Integer age, List<GrownPart> parts, int size) {}

  /** Within it. */
  public record GrownPart(String id, Optional<Double> weight, Long count) {}

  @Test
  void anOptionalMayBeMissingAndIsEmptyAtAnyDepth() {
    assertThat(
            Records.as(
                    rows(
                        "'ann' AS name, 7 AS age, 1 AS size, array(named_struct('id', 'a', 'count', 2L)) AS parts"),
                    Grown.class)
                .collectAsList())
        .containsExactly(
            new Grown(
                "ann", Optional.empty(), 7, List.of(new GrownPart("a", Optional.empty(), 2L)), 1));
  }

  @Test
  void othersMayBeMissingOnRequestButNoPrimitive() {
    Dataset<Row> old = rows("'ann' AS name, array(named_struct('id', 'a')) AS parts, 3 AS size");
    assertThatThrownBy(() -> Records.as(old, Grown.class))
        .hasMessageContainingAll("age: missing", "parts[].count: missing");
    assertThat(Records.as(old, Grown.class, Reading.ALLOW_MISSING).collectAsList())
        .containsExactly(
            new Grown(
                "ann",
                Optional.empty(),
                null,
                List.of(new GrownPart("a", Optional.empty(), null)),
                3));
    assertThatThrownBy(() -> Records.as(old.drop("size"), Grown.class, Reading.ALLOW_MISSING))
        .hasMessageContaining("1 of the columns")
        .hasMessageContaining(
            "size: missing (wanted INT; found name, parts): a primitive component cannot be null (make it its box, or an Optional)");
  }

  @Test
  void nestedColumnsAreFittedToo() {
    String leg = "named_struct('minutes', CAST(7 AS SMALLINT), 'to', 'b', 'from', 'a')";
    Outer outer =
        Records.as(
                rows(
                    "%s AS leg, array(%s, NULL) AS legs, map('k', %s) AS byName"
                        .formatted(leg, leg, leg)),
                Outer.class)
            .first();
    Leg expected = new Leg("a", "b", 7);
    assertThat(outer.leg()).isEqualTo(expected);
    assertThat(outer.legs()).containsExactly(expected, null);
    assertThat(outer.byName()).containsExactly(Map.entry("k", expected));
    assertThatThrownBy(
            () ->
                Records.as(
                    rows("NULL AS leg, array(named_struct('from', 'a')) AS legs, NULL AS byName"),
                    Outer.class))
        .hasMessageContainingAll("legs[].to: missing", "legs[].minutes: missing");
  }

  /** Intervals. */
  public record Intervals(Duration elapsed, Period months) {}

  /** Columns whose names need quotes, in nested records too. */
  public record Quoted(@Column("iata code") String code, @Column("a.b`c") List<Inside> inside) {}

  /** Inside {@link Quoted}. */
  public record Inside(@Column("x.y") int x) {}

  @Test
  void narrowIntervalsAreWidened() {
    assertThat(
            Records.as(
                    rows("INTERVAL 1 DAY AS elapsed, INTERVAL 3 YEAR AS months"), Intervals.class)
                .first())
        .isEqualTo(new Intervals(Duration.ofDays(1), Period.ofYears(3)));
  }

  @Test
  void columnsWithAnyNameAreFound() {
    assertThat(
            Records.as(
                    rows("array(named_struct('x.y', 3)) AS `a.b``c`, 'x' AS `iata code`"),
                    Quoted.class)
                .first())
        .isEqualTo(new Quoted("x", List.of(new Inside(3))));
  }

  @Test
  void aNameOfTwoColumnsIsAmbiguousWhenTheCaseIsIgnored() {
    assertThatThrownBy(
            () ->
                Records.as(
                    rows("7 AS minutes, 8 AS MINUTES, 'a' AS `from`, 'b' AS `to`"),
                    Leg.class,
                    Reading.IGNORE_CASE))
        .hasMessageContaining("minutes: 2 columns have this name");
  }

  @Test
  void aNullForAPrimitiveNamesTheComponent() {
    assertThatThrownBy(
            () ->
                Records.as(
                        rows("CAST(NULL AS INT) AS minutes, 'a' AS `from`, 'b' AS `to`"), Leg.class)
                    .collectAsList())
        .hasStackTraceContaining("minutes");
  }
}
