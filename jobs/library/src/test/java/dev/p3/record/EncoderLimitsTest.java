package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.record.Samples.Leg;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
  void microsecondsComeBack() {
    var sent =
        new Times(
            LocalDateTime.of(2024, 1, 1, 0, 0, 0, 1_000),
            Instant.ofEpochSecond(-1, 999_999_000),
            Duration.ofNanos(-1_000),
            Period.ofMonths(14));
    assertThat(roundTrip(sent, Times.class))
        .isEqualTo(new Times(sent.local, sent.instant, sent.elapsed, Period.of(1, 2, 0)));
  }

  @Test
  void theFirstAndTheLastMomentsOfAColumnComeBack() {
    for (long micros : List.of(Long.MIN_VALUE, Long.MAX_VALUE)) {
      Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      var sent =
          new Times(
              LocalDateTime.ofInstant(instant, ZoneOffset.UTC),
              instant,
              Duration.of(micros, ChronoUnit.MICROS),
              null);
      assertThat(roundTrip(sent, Times.class)).isEqualTo(sent);
    }
  }

  /** Every kind of moment, at some depth. */
  public record Moment(
      Instant instant,
      List<LocalDateTime> locals,
      Map<String, Duration> elapsed,
      Optional<Period> months,
      LocalDate day,
      Timestamp[] stamps,
      java.sql.Date date) {}

  private static final Moment NONE =
      new Moment(null, null, null, Optional.empty(), null, null, null);

  static List<Arguments> momentsThatNoColumnHolds() {
    LocalDateTime nanos = LocalDateTime.of(2024, 1, 1, 0, 0, 0, 1_001);
    String micros = "the column holds microseconds, and the nanoseconds would be lost";
    String truncate = micros + " (truncate it with truncatedTo(ChronoUnit.MICROS)";
    String range = "it is out of the column's range (use a String)";
    return List.of(
        Arguments.of(
            new Moment(Instant.ofEpochSecond(0, 1), null, null, NONE.months, null, null, null),
            "Cannot hold Moment.instant = 1970-01-01T00:00:00.000000001Z in a column of TIMESTAMP: "
                + truncate),
        Arguments.of(
            new Moment(Instant.MAX, null, null, NONE.months, null, null, null),
            "Cannot hold Moment.instant = +1000000000-12-31T23:59:59.999999999Z in a column of TIMESTAMP: "
                + range),
        Arguments.of(
            new Moment(Instant.MIN, null, null, NONE.months, null, null, null),
            "Cannot hold Moment.instant = -1000000000-01-01T00:00:00Z in a column of TIMESTAMP: "
                + range),
        Arguments.of(
            new Moment(null, List.of(nanos), null, NONE.months, null, null, null),
            "Cannot hold Moment.locals[] = 2024-01-01T00:00:00.000001001 in a column of TIMESTAMP_NTZ: "
                + truncate),
        Arguments.of(
            new Moment(null, List.of(LocalDateTime.MIN), null, NONE.months, null, null, null),
            "Moment.locals[] = -999999999-01-01T00:00 in a column of TIMESTAMP_NTZ: " + range),
        Arguments.of(
            new Moment(null, null, Map.of("a", Duration.ofNanos(1)), NONE.months, null, null, null),
            "Cannot hold Moment.elapsed.value = PT0.000000001S in a column of INTERVAL DAY TO SECOND: "
                + truncate),
        Arguments.of(
            new Moment(
                null,
                null,
                Map.of("a", Duration.ofSeconds(Long.MAX_VALUE)),
                NONE.months,
                null,
                null,
                null),
            "in a column of INTERVAL DAY TO SECOND: " + range),
        Arguments.of(
            new Moment(null, null, null, Optional.of(Period.of(0, 1, 5)), null, null, null),
            "Cannot hold Moment.months? = P1M5D in a column of INTERVAL YEAR TO MONTH: the column holds years and months, and the days would be lost (use a Duration or a number for days)"),
        Arguments.of(
            new Moment(
                null, null, null, Optional.of(Period.ofYears(Integer.MAX_VALUE)), null, null, null),
            "Moment.months? = P2147483647Y in a column of INTERVAL YEAR TO MONTH: " + range),
        Arguments.of(
            new Moment(null, null, null, NONE.months, LocalDate.MAX, null, null),
            "Cannot hold Moment.day = +999999999-12-31 in a column of DATE: " + range),
        Arguments.of(
            new Moment(
                null,
                null,
                null,
                NONE.months,
                null,
                new Timestamp[] {Timestamp.valueOf(nanos)},
                null),
            "Cannot hold Moment.stamps[] = 2024-01-01 00:00:00.000001001 in a column of TIMESTAMP: "
                + micros
                + " (set its nanoseconds to a multiple of 1000"),
        Arguments.of(
            new Moment(
                null,
                null,
                null,
                NONE.months,
                null,
                new Timestamp[] {new Timestamp(Long.MIN_VALUE)},
                null),
            "in a column of TIMESTAMP: " + range),
        Arguments.of(
            new Moment(
                null, null, null, NONE.months, null, null, new java.sql.Date(Long.MAX_VALUE)),
            "in a column of DATE: " + range));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("momentsThatNoColumnHolds")
  void aMomentThatNoColumnHoldsIsRefusedWithItsPath(Moment moment, String message) {
    assertThatThrownBy(() -> SPARK.createDataset(List.of(moment), Records.encoder(Moment.class)))
        .hasStackTraceContaining(message);
  }

  /** Text at some depth. */
  public record Worded(String word, List<Optional<String>> words, Map<String, String> named) {}

  @Test
  void halfACharacterIsRefusedWithItsPath() {
    var whole = new Worded("😀", List.of(Optional.of("\uD83D\uDE00")), Map.of("😀", "é"));
    assertThat(roundTrip(whole, Worded.class)).isEqualTo(whole);
    Map<Worded, String> broken =
        Map.of(
            new Worded("a\uD83D", null, null), "Worded.word = a\\ud83d",
            new Worded(null, List.of(Optional.of("\uDE00\uD83D")), null),
                "Worded.words[]? = \\ude00\\ud83d",
            new Worded(null, null, Map.of("\uD83Dx", "")), "Worded.named.key = \\ud83dx",
            new Worded(null, null, Map.of("", "\uDE00")), "Worded.named.value = \\ude00");
    broken.forEach(
        (row, said) ->
            assertThatThrownBy(() -> roundTrip(row, Worded.class))
                .hasStackTraceContaining(
                    "Cannot hold "
                        + said
                        + " in a column of STRING: it has half a character (a surrogate without its other half), which UTF-8 cannot hold (replace it, for example by U+FFFD)"));
  }

  @Test
  void numbersOfMoreDigitsThanTheColumnAreRefused() {
    BigInteger largest = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
    BigDecimal exact = new BigDecimal(largest, 18);
    assertThat(roundTrip(new Numbers(largest, exact), Numbers.class))
        .isEqualTo(new Numbers(largest, exact));
    BigDecimal zeros = new BigDecimal("1.5000000000000000000000000");
    assertThat(roundTrip(new Numbers(BigInteger.ZERO, zeros), Numbers.class).exact())
        .isEqualByComparingTo("1.5");
    assertThatThrownBy(
            () -> roundTrip(new Numbers(largest.add(BigInteger.ONE), null), Numbers.class))
        .hasStackTraceContaining(
            "Cannot hold Numbers.whole = 100000000000000000000000000000000000000 in a column of DECIMAL(38,0): the number has 39 digits before the point, the column 38");
    assertThatThrownBy(
            () ->
                roundTrip(
                    new Numbers(null, new BigDecimal("0.1234567890123456789")), Numbers.class))
        .hasStackTraceContaining(
            "Cannot hold Numbers.exact = 0.1234567890123456789 in a column of DECIMAL(38,18): the number has 19 digits after the point, the column 18 (round it with setScale(18, RoundingMode.HALF_UP), or use a wider @Decimal or a String)");
    assertThatThrownBy(
            () -> roundTrip(new Numbers(null, new BigDecimal("1E+999999999")), Numbers.class))
        .hasStackTraceContaining(
            "the number has 1000000000 digits before the point, the column 20");
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
