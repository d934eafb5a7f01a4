package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.record.Samples.Leg;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a column cannot hold, and how it is said. */
class EncoderLimitsTest {
  private static final SparkSession SPARK = LocalSpark.spark();

  /** Times that a column holds to the microsecond. */
  public record Times(LocalDateTime local, Instant instant, Duration elapsed, Period months) {}

  /** Numbers of at most 38 digits. */
  public record Numbers(BigInteger whole, BigDecimal exact) {}

  /** A map. */
  public record Named(Map<String, Leg> byName) {}

  /** One primitive. */
  public record Count(int count) {}

  /** The primitive in every container. */
  public record Counts(
      Count one,
      List<Count> list,
      Map<String, Count> map,
      Optional<Count> optional,
      Count[] array,
      Set<Count> set) {}

  private static <R extends Record> R roundTrip(R row, Class<R> type) {
    return SPARK
        .createDataset(List.of(row), Records.encoder(type))
        .repartition(1)
        .filter("true")
        .collectAsList()
        .get(0);
  }

  @Test
  void nanosecondsAreCutToMicroseconds() {
    var local = LocalDateTime.of(2024, 1, 1, 0, 0, 0, 1_999);
    var instant = Instant.ofEpochSecond(0, 1_999);
    var sent = new Times(local, instant, Duration.ofNanos(1_999), Period.ofMonths(14));
    assertThat(roundTrip(sent, Times.class))
        .isEqualTo(
            new Times(
                local.withNano(1_000),
                instant.minusNanos(999),
                Duration.ofNanos(1_000),
                Period.of(1, 2, 0)));
  }

  @Test
  void aPeriodWithDaysIsRefusedRatherThanCut() {
    assertThatThrownBy(
            () -> roundTrip(new Times(null, null, null, Period.of(0, 1, 5)), Times.class))
        .hasStackTraceContaining("Cannot hold Period P1M5D");
  }

  @Test
  void numbersOfMoreThan38DigitsAreRefused() {
    BigInteger largest = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
    BigDecimal exact = new BigDecimal(largest, 18);
    assertThat(roundTrip(new Numbers(largest, exact), Numbers.class))
        .isEqualTo(new Numbers(largest, exact));
    assertThatThrownBy(
            () -> roundTrip(new Numbers(largest.add(BigInteger.ONE), null), Numbers.class))
        .hasStackTraceContaining("Cannot hold a BigInteger with 39 digits before the point");
    BigDecimal roundedUp = new BigDecimal("99999999999999999999.9999999999999999999");
    assertThatThrownBy(() -> roundTrip(new Numbers(null, roundedUp), Numbers.class))
        .hasStackTraceContaining("Cannot hold a BigDecimal with 20 digits before the point");
  }

  @Test
  void aNullKeyIsRefused() {
    var byName = new HashMap<String, Leg>();
    byName.put(null, new Leg("a", "b", 1));
    assertThatThrownBy(() -> roundTrip(new Named(byName), Named.class))
        .hasStackTraceContaining("null as map key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "one;       %s",
        "list;      array(%s)",
        "map;       map('k', %s)",
        "optional;  %s",
        "array;     array(%s)",
        "set;       array(%s)"
      })
  void aNullInAPrimitiveNamesTheComponentWhereverItIs(String component, String container) {
    String nothing = "named_struct('count', CAST(NULL AS INT))";
    String other = "named_struct('count', 1)";
    String columns = "";
    for (String each : List.of("one", "list", "map", "optional", "array", "set")) {
      String wrapped =
          switch (each) {
            case "one", "optional" -> "%s";
            case "map" -> "map('k', %s)";
            default -> "array(%s)";
          };
      String value =
          each.equals(component) ? container.formatted(nothing) : wrapped.formatted(other);
      columns += ", " + value + " AS " + each;
    }
    var rows = Records.as(SPARK.sql("SELECT " + columns.substring(1)), Counts.class);
    assertThatThrownBy(rows::collectAsList)
        .hasStackTraceContaining("appeared in non-nullable field")
        .hasStackTraceContaining("field (class: \"int\", name: \"count\")");
  }
}
