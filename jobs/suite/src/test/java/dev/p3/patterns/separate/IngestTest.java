package dev.p3.patterns.separate;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.separate.RawTables.raw;
import static dev.p3.patterns.separate.RawTables.readAs;
import static dev.p3.patterns.separate.WhichFaults.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.data.raw.RawRows;
import dev.p3.fault.BadUsageException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngestTest {
  /** Each test runs for the pattern and for its twin. */
  @Nested
  class ReadsTextAs {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wholeNumbers(boolean tangled) {
      assertThat(
              readAs(
                  "int",
                  tangled,
                  "7",
                  " -7 ",
                  "+07",
                  "2147483647",
                  "2147483648",
                  "1.0",
                  "1e3",
                  "x",
                  "",
                  null,
                  "0x10"))
          .containsExactly(
              7,
              -7,
              7,
              2147483647,
              "! out of the range of INT",
              "! not INT",
              "! not INT",
              "! not INT",
              null,
              null,
              "! not INT");
      assertThat(readAs("tinyint", tangled, "-128", "128"))
          .containsExactly((byte) -128, "! out of the range of TINYINT");
      assertThat(readAs("smallint", tangled, "-32769"))
          .containsExactly("! out of the range of SMALLINT");
      assertThat(readAs("bigint", tangled, "9223372036854775807", "9223372036854775808"))
          .containsExactly(Long.MAX_VALUE, "! out of the range of BIGINT");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fractions(boolean tangled) {
      assertThat(
              readAs(
                  "double",
                  tangled,
                  "0.1",
                  ".5",
                  "1e3",
                  "-1E-5",
                  "NaN",
                  "inf",
                  "-Infinity",
                  "1e400",
                  "1d",
                  "0x1p3",
                  "1,5"))
          .containsExactly(
              0.1,
              0.5,
              1000.0,
              -1e-5,
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.NEGATIVE_INFINITY,
              "! out of the range of DOUBLE",
              "! not DOUBLE",
              "! not DOUBLE",
              "! not DOUBLE");
      assertThat(readAs("float", tangled, "1e39", "0.1"))
          .containsExactly("! out of the range of FLOAT", 0.1f);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void decimalsWithoutRounding(boolean tangled) {
      assertThat(
              readAs(
                  "decimal(5,2)",
                  tangled,
                  "1.5",
                  "-999.99",
                  "1000",
                  "999.995",
                  "1.005",
                  "1.100",
                  "x",
                  "1e2",
                  "1e999999999",
                  "1E-999999999"))
          .containsExactly(
              new BigDecimal("1.50"),
              new BigDecimal("-999.99"),
              "! out of the range of DECIMAL(5,2)",
              "! out of the range of DECIMAL(5,2)",
              "! more than 2 digits after the point",
              new BigDecimal("1.10"),
              "! not DECIMAL(5,2)",
              new BigDecimal("100.00"),
              "! out of the range of DECIMAL(5,2)",
              "! more than 2 digits after the point");
      String more = "! more than 2 digits after the point";
      assertThat(
              readAs(
                  "decimal(38,2)",
                  tangled,
                  "2.675",
                  "-999.9999999999999999999",
                  "1.005e0",
                  "267500e-5",
                  "26750000e-5 ",
                  "-2.670000000000000000000000"))
          .containsExactly(
              more, more, more, more, new BigDecimal("267.50"), new BigDecimal("-2.67"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void datesWithNothingAfterThem(boolean tangled) {
      assertThat(
              readAs(
                  "date",
                  tangled,
                  "2001-01-31",
                  "2001/1/31",
                  "2001-02-29",
                  "2001",
                  "2001-01",
                  "2001-01-31 00:00",
                  "2001-01/31",
                  "2001-01-1T",
                  "31.01.2001"))
          .containsExactly(
              LocalDate.of(2001, 1, 31),
              LocalDate.of(2001, 1, 31),
              "! not DATE",
              "! not DATE",
              "! not DATE",
              "! not DATE",
              "! not DATE",
              "! not DATE",
              "! not DATE");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void moments(boolean tangled) {
      Instant four = Instant.parse("2001-01-01T00:04:00Z");
      assertThat(
              readAs(
                  "timestamp",
                  tangled,
                  "2001-01-01 00:04:00",
                  "2001/01/01 00:04",
                  "2001-01-01T00:04:00Z",
                  "2001-01-01T02:04:00+02:00",
                  "2001-01-01 01:04 Europe/Berlin",
                  "2001-01-01 01:04:00 Europe/Berlin",
                  "2001-01-01T00:04Z",
                  "2001-01-01",
                  "2001-01-01T00:04:00.000",
                  "2001-01-01 00:04:00.00Z",
                  "2001-01-01 00:04:00.123456"))
          .containsExactly(
              four,
              four,
              four,
              four,
              four,
              four,
              four,
              Instant.parse("2001-01-01T00:00:00Z"),
              four,
              four,
              Instant.parse("2001-01-01T00:04:00.123456Z"));
      assertThat(
              readAs(
                  "timestamp",
                  tangled,
                  "00:04",
                  "T00:04",
                  "2001-01-01 25:00",
                  "2001-01-01 00:04:00.1234567",
                  "978307440",
                  "2001-01-01 00:04 Nowhere/Else",
                  "today"))
          .containsOnly("! not TIMESTAMP");
      assertThat(readAs("timestamp_ntz", tangled, "2001-01-01 00:04", "2001-01-01T00:04Z"))
          .containsExactly(LocalDateTime.of(2001, 1, 1, 0, 4), "! not TIMESTAMP_NTZ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void truthAndText(boolean tangled) {
      assertThat(readAs("boolean", tangled, "true", "N", "1", "maybe", ""))
          .containsExactly(true, false, true, "! not BOOLEAN", null);
      assertThat(readAs("string", tangled, " a ", "", null)).containsExactly(" a ", "", null);
      assertThat(readAs("varchar(2)", tangled, "ab", "abc", "\uD83D\uDE00b"))
          .containsExactly("ab", "! more than 2 characters", "\uD83D\uDE00b");
      assertThat(readAs("string not null", tangled, "", null))
          .containsExactly("", "! null in a column that is NOT NULL");
      assertThat(readAs("int not null", tangled, " ", null))
          .containsOnly("! null in a column that is NOT NULL");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatFulfilsEveryCheck(boolean tangled) {
      assertThat(
              readAs(
                  "int check(x > 1) check(x % 2 = 0 or n = 0)", tangled, "3", "1", "4", "5", null))
          .containsExactly(
              3, "! check failed: x > 1", 4, "! check failed: x % 2 = 0 or n = 0", null);
    }
  }

  @Test
  void saysOfABadRowWhereItStandsAndWhichValueIsAtFault() {
    TableSchema schema = TableSchema.parse("`a.b` int, c date, check(`a.b` < 5)");
    Dataset<Row> raw = raw(schema, row("x", "y"), row("1", "2001-01-01"), row("6", null));

    assertThat(Ingest.bad(Ingest.clean(raw, schema, FIRST)).collectAsList())
        .containsExactlyInAnyOrder(
            row("f", 1L, "a.b", "x", "CAST", "not INT", "as it came"),
            row("f", 3L, null, null, "CHECK", "check failed: `a.b` < 5", "as it came"));
    assertThat(Ingest.good(Ingest.clean(raw, schema, FIRST), schema).collectAsList())
        .containsExactly(row(1, LocalDate.of(2001, 1, 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "date, 2001-01-31, 8",
    "timestamp, 2001-01-31T23:59:59.000Z, 8",
    "timestamp_ntz, 2001-01-31 23:59:59.000, 8",
    "double, -12.50e1, 1"
  })
  void readsDamagedTextsAsItsTwinDoes(String type, String text, int leastLength) {
    var random = new Random(7);
    String[] texts =
        Stream.generate(() -> damaged(text, leastLength, random))
            .limit(20_000)
            .toArray(String[]::new);

    List<Object> separate = readAs(type, false, texts);
    List<Object> tangled = readAs(type, true, texts);
    assertThat(
            IntStream.range(0, texts.length)
                .filter(i -> !Objects.equals(separate.get(i), tangled.get(i)))
                .mapToObj(i -> texts[i]))
        .isEmpty();
  }

  /** Cut somewhere, with some characters replaced. */
  private static String damaged(String text, int leastLength, Random random) {
    int length = leastLength + random.nextInt(text.length() - leastLength + 1);
    var damaged = new StringBuilder(text.substring(0, length));
    for (int left = random.nextInt(4); left > 0; left--) {
      damaged.setCharAt(
          random.nextInt(damaged.length()), "0129-:T./ Z+eEfd".charAt(random.nextInt(16)));
    }
    return damaged.toString();
  }

  @Test
  void putsTheFormOfARowBeforeItsValues() {
    TableSchema schema = TableSchema.parse("a int not null");
    Dataset<Row> raw =
        raw(schema, row((Object) null))
            .withColumn(RawRows.FAULT, functions.lit("broken"))
            .withColumn(RawRows.FAULT_CODE, functions.lit("UNQUOTED"));

    for (Dataset<Row> cleaned :
        List.of(Ingest.clean(raw, schema, FIRST), Tangled.clean(raw, schema, FIRST))) {
      assertThat(Ingest.bad(cleaned).collectAsList())
          .containsExactly(row("f", 1L, null, null, "UNQUOTED", "broken", "as it came"));
      assertThat(Ingest.good(cleaned, schema).count()).isZero();
    }
  }

  @Test
  void keepsTheLastRowOfEachKey() {
    TableSchema schema = TableSchema.parse("k string, `v v` int");
    Dataset<Row> raw =
        raw(
            schema,
            row("a", "1"),
            row("b", "2"),
            row("a", "3"),
            row("a", "x"),
            row(null, "4"),
            row(null, "5"));

    assertThat(Ingest.good(Ingest.clean(raw, schema, FIRST), schema, List.of("k")).collectAsList())
        .containsExactlyInAnyOrder(row("a", 3), row("b", 2), row(null, 5));
  }

  @Test
  void refusesChecksThatAreNoConditionsOnTheColumnsAllAtOnce() {
    TableSchema schema = TableSchema.parse("delay int check(dely > 0) check(delay + 1)");

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> Ingest.clean(raw(schema), schema, FIRST))
        .satisfies(
            refused -> {
              assertThat(refused.faults()).hasSize(2);
              assertThat(refused.faults().get(0))
                  .contains("%n                  ^ ".formatted(), "dely");
              assertThat(refused.faults().get(1))
                  .contains(
                      "%n  %s^ INT is no condition"
                          .formatted(" ".repeat(schema.text().indexOf("delay +"))));
            });
  }

  @Test
  void hasNoRowsWhereThereAreNone() {
    TableSchema schema = TableSchema.parse("a int");

    assertThat(Ingest.good(Ingest.clean(raw(schema), schema, FIRST), schema).count()).isZero();
    assertThat(Ingest.bad(Tangled.clean(raw(schema), schema, FIRST)).count()).isZero();
  }

  @Test
  void anyRowsAreCleanedByTheirText() {
    TableSchema schema = TableSchema.parse("code string not null, n int check(n > 0)");
    Dataset<Row> rows =
        LocalSpark.spark()
            .sql(
                "SELECT * FROM VALUES ('a', '7'), ('b', 'x'), (NULL, '1'), ('c', '0') AS t(code, n)");
    Dataset<Row> cleaned = Ingest.clean(rows, schema);

    assertThat(Ingest.good(cleaned, schema).collectAsList()).containsExactly(row("a", 7));
    assertThat(Ingest.bad(cleaned).select("source", "line", "column", "fault").collectAsList())
        .containsExactly(
            row("rows", null, "n", "CAST"),
            row("rows", null, "code", "NULL"),
            row("rows", null, "n", "CHECK"));
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> Ingest.clean(rows.drop("n"), schema))
        .withMessageContaining("n");
  }
}
