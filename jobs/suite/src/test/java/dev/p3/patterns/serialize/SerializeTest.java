package dev.p3.patterns.serialize;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.patterns.serialize.TestRecords.Drifting;
import dev.p3.patterns.serialize.TestRecords.Photo;
import dev.p3.patterns.serialize.TestRecords.PlainTrip;
import dev.p3.patterns.serialize.TestRecords.Punctual;
import dev.p3.patterns.serialize.TestRecords.Trip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SerializeTest {
  private static final int SOME = 60; // fewer than Java serialization's stream remembers

  @Test
  void javaTakesTheBytesOfAnObjectOutputStream() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      for (int i = 0; i < SOME; i++) {
        out.writeObject(new Trip("airport" + i, i));
      }
    }
    assertThat(figures(compare(trips(SOME), Trip.class), "java").bytesPerRecord())
        .isCloseTo((double) bytes.size() / SOME, within(0.051));
  }

  @Test
  void theEncoderTakesTheWordsOfAnUnsafeRowAndItsLength() {
    // 4 of length, 8 of null bits, 8 for the text's place and 8 to 16 for it, 8 for the number.
    assertThat(figures(compare(trips(10), Trip.class), "encoder").bytesPerRecord())
        .isEqualTo(4 + 8 + 8 + 8 + 8);
  }

  @Test
  void aRegisteredRecordSavesItsName() {
    SerializeResult result = compare(trips(SOME), Trip.class);
    double saved =
        figures(result, "kryo").bytesPerRecord() - figures(result, "kryo-record").bytesPerRecord();
    assertThat(saved)
        .isBetween((double) Trip.class.getName().length(), 1.0 + Trip.class.getName().length());
  }

  @Test
  void lz4MakesLessOfRowsThatRepeat() {
    Dataset<Row> same =
        table(
            "origin STRING, delay INT",
            Collections.nCopies(500, row("Ørsta", 7)).toArray(Row[]::new));
    assertThat(compare(same).serializers())
        .filteredOn(each -> !each.serializer().equals("parquet")) // which knows without LZ4
        .hasSize(4)
        .allSatisfy(
            each ->
                assertThat(each.lz4BytesPerRecord())
                    .as(each.serializer())
                    .isLessThan(each.bytesPerRecord() / 2));
  }

  @Test
  void ratiosAreTimesOfJavaOverTimesOfTheSerializer() {
    SerializeResult result = compare(trips(SOME), Trip.class);
    SerializerFigures java = figures(result, "java");
    assertThat(result.serializers())
        .extracting(SerializerFigures::serializer)
        .containsExactly("java", "kryo", "kryo-record", "encoder", "parquet");
    assertThat(java.ratio()).isEqualTo(1);
    assertThat(result.serializers())
        .allSatisfy(
            each -> {
              assertThat(each.ratio())
                  .isCloseTo(
                      (java.writeNs() + java.readNs()) / (each.writeNs() + each.readNs()),
                      within(0.02 * each.ratio() + 0.01));
              assertThat(each.writeNs()).isBetween(each.writeNsLow(), each.writeNsHigh());
              assertThat(each.readNs()).isBetween(each.readNsLow(), each.readNsHigh()).isPositive();
            });
  }

  @Test
  void theShuffleOfTheTableIsAllRowsTimesTheBytesOfThoseMeasured() {
    SerializeResult result = Serialize.compare(trips(3_000), new SerializeOptions("", 500, 0));
    assertThat(result.rows()).isEqualTo(3_000);
    assertThat(result.measured()).isBetween(400L, 500L);
    assertThat(result.shuffle())
        .allSatisfy(
            each -> {
              SerializerFigures figures = figures(result, each.serializer());
              assertThat(each.rows()).isEqualTo(3_000);
              assertThat((double) each.bytes())
                  .isCloseTo(3_000 * figures.bytesPerRecord(), within(151.0));
              assertThat((double) each.lz4Bytes())
                  .isCloseTo(3_000 * figures.lz4BytesPerRecord(), within(151.0));
            });
  }

  @Test
  void measuresTheSameRowsOnEveryCallAndUnderEveryVariant() {
    Dataset<Row> table = trips(3_000);
    var options = new SerializeOptions("", 500, 0);
    assertThat(Serialize.compare(table, options, SerializerKind.JAVA).shuffle())
        .isEqualTo(Serialize.compare(table, options, SerializerKind.KRYO_RECORD).shuffle());
  }

  @ParameterizedTest
  @EnumSource(names = {"JAVA", "KRYO_RECORD"})
  void carriesEveryPlainTypeItsNullsAndItsExtremes(SerializerKind carrier) {
    String columns =
        "truth BOOLEAN, tiny TINYINT, small SMALLINT, whole INT, large BIGINT, single FLOAT, `double` DOUBLE, text STRING,"
            + " bytes BINARY, money DECIMAL(20, 3), day DATE, at TIMESTAMP, wall TIMESTAMP_NTZ, span INTERVAL DAY TO SECOND,"
            + " months INTERVAL YEAR TO MONTH, list ARRAY<DOUBLE>, map MAP<STRING, DECIMAL(9, 2)>,"
            + " nested STRUCT<id: BIGINT, inner: STRUCT<names: ARRAY<STRING>>>, structs ARRAY<STRUCT<a: INT, b: STRING>>,"
            + " blobs ARRAY<BINARY>, byStruct MAP<STRUCT<k: INT>, ARRAY<INT>>";
    Dataset<Row> rows =
        table(
            columns,
            row(
                true,
                (byte) -128,
                Short.MIN_VALUE,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                Float.NaN,
                -0.0,
                "\uD800 lone \uD83D\uDE00",
                new byte[] {0, -1},
                new BigDecimal("-12345678901234567.891"),
                LocalDate.of(1, 1, 1),
                Instant.parse("0001-01-01T00:00:00.000001Z"),
                LocalDateTime.parse("9999-12-31T23:59:59.999999"),
                Duration.ofDays(-3).plusNanos(1000),
                Period.ofMonths(-14),
                List.of(Double.NaN, Double.NEGATIVE_INFINITY),
                Map.of("é", new BigDecimal("1.50")),
                row(1L, row(List.of("x", ""))),
                List.of(row(1, "b"), row(null, null)),
                List.of(new byte[] {1}, new byte[0]),
                Map.of(row(1), List.of(2))),
            row(new Object[21]),
            row(
                false,
                (byte) 0,
                (short) 0,
                0,
                0L,
                Float.MIN_VALUE,
                Double.POSITIVE_INFINITY,
                "x".repeat(300_000),
                new byte[0],
                BigDecimal.ZERO.setScale(3),
                LocalDate.of(1582, 10, 10),
                Instant.EPOCH,
                LocalDateTime.parse("1970-01-01T00:00:00"),
                Duration.ZERO,
                Period.ZERO,
                List.of(),
                Map.of(),
                row(null, null),
                List.of(),
                List.of(),
                Map.of()));

    SerializeResult result = Serialize.compare(rows, options(""), carrier);

    assertThat(result.rows()).isEqualTo(3);
    assertThat(result.serializers())
        .hasSize(5)
        .allSatisfy(each -> assertThat(each.bytesPerRecord()).isPositive());
    assertThat(result.javaStandIn()).isFalse();
  }

  @Test
  void columnsOfNullsAloneAndOfNoTypeAreCarried() {
    Dataset<Row> rows =
        table("a INT, b STRING", row(null, null), row(null, null))
            .withColumn("c", functions.lit(null));
    SerializeResult result = compare(rows);
    assertThat(result.record()).contains("Integer a", "String b", "String c");
    assertThat(result.serializers()).hasSize(5);
  }

  @Test
  void numbersWithoutANullBecomePrimitives() {
    assertThat(compare(table("a INT, b INT", row(1, 2), row(null, 3))).record())
        .isEqualTo("Row(Integer a, int b)");
  }

  @Test
  void oddColumnNamesAreCarried() {
    Dataset<Row> odd =
        table(
            "`a.b` INT, class STRING, `we``ird name` INT, `` INT, toString INT, column3 INT, `é` INT"
                .replace("`` INT", "`-` INT"),
            row(1, "x", 2, 3, 4, 5, 6));
    assertThat(compare(odd).record())
        .endsWith(
            "(int column0, String column1, int column2, int column3_, int column4, int column3, int é)");
  }

  @Test
  void oneRowIsEnough() {
    SerializeResult result = compare(table("a INT", row(1)));
    assertThat(result.measured()).isEqualTo(1);
    assertThat(figures(result, "encoder").bytesPerRecord()).isEqualTo(4 + 8 + 8);
  }

  @Test
  void wideRowsAreCarriedAndTooWideOnesRefused() {
    assertThat(compare(wide(200)).serializers()).hasSize(5);
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> compare(wide(300)))
        .withMessage(
            "Cannot make a record of 300 columns (a record may have 249 components); select the columns that are shuffled together, or name a record of them with --record");
  }

  @Test
  void anEmptyTableIsRefused() {
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> compare(table("a INT")))
        .withMessageContaining("has no rows");
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> compare(table("")))
        .withMessageContaining("has no columns");
  }

  @Test
  void everyColumnThatCannotBeSerializedIsNamed() {
    Dataset<Row> rows =
        LocalSpark.spark()
            .sql(
                "SELECT 1 AS a, make_interval(1) AS b, array(struct()) AS c, array(named_struct('d', make_interval(2))) AS e");
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> compare(rows))
        .withMessageContainingAll(
            "3 of the columns",
            "b: no record component holds INTERVAL",
            "c[]: a struct without fields",
            "e[].d: no record");
  }

  @Test
  void namesThatDifferOnlyInCaseAreRefused() {
    Dataset<Row> rows =
        table("a INT", row(1)).toDF("a").select(functions.col("a"), functions.col("a"));
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> compare(rows))
        .withMessageContaining("several columns are named a");
  }

  @Test
  void arraysOfARecordAreComparedByContent() {
    Dataset<Row> rows =
        table("name STRING, pixels BINARY", row("a", new byte[] {1, 2}), row("b", null));
    assertThat(compare(rows, Photo.class).serializers()).hasSize(5);
  }

  @Test
  void aRecordThatJavaDoesNotTakeIsMeasuredByAnEqualOne() {
    Dataset<Row> rows = table("origin STRING, delay INT", row("a", 1), row("b", null));
    for (SerializerKind carrier : List.of(SerializerKind.JAVA, SerializerKind.KRYO_RECORD)) {
      SerializeResult result = Serialize.compare(rows, options(PlainTrip.class.getName()), carrier);
      assertThat(result.javaStandIn()).isTrue();
      assertThat(result.record()).isEqualTo("PlainTrip(String origin, Optional<Integer> delay)");
      assertThat(result.remarks())
          .anyMatch(remark -> remark.startsWith("Java serialization does not take"));
    }
  }

  @Test
  void aRecordThatComesBackChangedIsNamedWithTheSerializer() {
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> compare(trips(3), Drifting.class))
        .withMessage(
            "Serializer kryo-record does not give back what it was given: component delay of %s was written as Drifting[origin=a0, delay=1] and read as Drifting[origin=a0, delay=2]"
                .formatted(Drifting.class.getName()));
  }

  @Test
  void aNullForAPrimitiveComponentIsNamedWhereverItIsInTheTable() {
    Dataset<Row> rows = trips(2_000).union(table("origin STRING, delay INT", row("late", null)));
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> compare(rows, Trip.class))
        .withMessage(
            "Cannot make a %s of a row: column 'delay' is null, and its component is a primitive (declare it as an object, such as Integer, or leave such rows out)"
                .formatted(Trip.class.getName()));
  }

  @Test
  void aRowThatTheRecordRefusesIsReportedInItsWords() {
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> compare(trips(3), Punctual.class))
        .withMessageContainingAll("Cannot make a " + Punctual.class.getName(), "late by 1");
  }

  @Test
  void everyDifferenceBetweenTableAndRecordIsReported() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> compare(table("from STRING, delay STRING", row("a", "b")), Trip.class))
        .withMessageContainingAll(
            "2 of the columns differ", "origin: missing", "delay: wrong type");
  }

  @Test
  void aClassThatIsNoRecordOrNotThereIsRefused() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> Serialize.compare(trips(1), options("com.example.Nowhere")))
        .withMessageStartingWith("Cannot find --record 'com.example.Nowhere': no such class");
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> Serialize.compare(trips(1), options("java.lang.String")))
        .withMessageStartingWith("Invalid --record: 'java.lang.String' is a class and no record");
  }

  @Test
  void recommendsOneWithItsSettings() {
    SerializeResult result = compare(trips(500), Trip.class);
    assertThat(result.recommended()).isIn("kryo-record", "encoder");
    assertThat(result.settings()).isNotEmpty();
    assertThat(result.remarks())
        .anyMatch(remark -> remark.startsWith("recommended: " + result.recommended()))
        .anyMatch(remark -> remark.contains(result.settings().get(0)));
  }

  private static Dataset<Row> trips(int rows) {
    return table(
        "origin STRING, delay INT",
        IntStream.range(0, rows)
            .mapToObj(i -> row((rows == SOME ? "airport" : "a") + i, i))
            .toArray(Row[]::new));
  }

  private static Dataset<Row> wide(int columns) {
    String declared =
        IntStream.range(0, columns)
            .mapToObj(i -> "c" + i + " DOUBLE")
            .collect(Collectors.joining(", "));
    return table(
        declared, row(IntStream.range(0, columns).mapToObj(i -> (Object) (i / 7.0)).toArray()));
  }

  private static SerializerFigures figures(SerializeResult result, String serializer) {
    return result.serializers().stream()
        .filter(each -> each.serializer().equals(serializer))
        .findFirst()
        .orElseThrow();
  }

  private static SerializeResult compare(Dataset<Row> table) {
    return Serialize.compare(table, options(""));
  }

  private static SerializeResult compare(Dataset<Row> table, Class<? extends Record> record) {
    return Serialize.compare(table, options(record.getName()));
  }

  private static SerializeOptions options(String record) {
    return new SerializeOptions(record, 10_000, 0);
  }
}
