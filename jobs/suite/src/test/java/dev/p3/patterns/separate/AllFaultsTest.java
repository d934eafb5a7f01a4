package dev.p3.patterns.separate;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.separate.RawTables.clean;
import static dev.p3.patterns.separate.RawTables.raw;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.data.raw.RawRows;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllFaultsTest {
  private final TableSchema schema =
      TableSchema.parse(
          "a int not null check(a > 0), `b c` varchar(2), d date check(d is not null), check(`B c` <> 'x' or a < 5)");
  private final Dataset<Row> raw =
      raw(
              schema,
              row("1", "y", "2001-01-01"),
              row("-1", "abc", null),
              row("z", "x", "no"),
              row(null, "x", "2001-01-01"),
              row("9", "x", "2001-01-01"),
              row(null, null, null))
          .withColumn(RawRows.FAULT, functions.expr("if(__p3_line = 6, 'broken', null)"))
          .withColumn(RawRows.FAULT_CODE, functions.expr("if(__p3_line = 6, 'UNQUOTED', null)"));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofARowAreToldInTheOrderOfColumnsAndChecks(boolean tangled) {
    Dataset<Row> cleaned = clean(raw, schema, WhichFaults.ALL, tangled);

    assertThat(Ingest.good(cleaned, schema).select("a").collectAsList()).containsExactly(row(1));
    assertThat(
            Ingest.bad(cleaned)
                .select("line", "column", "value", "fault", "reason")
                .collectAsList())
        .containsExactly(
            row(2L, "b c", "abc", "CAST", "more than 2 characters"),
            row(2L, "a", "-1", "CHECK", "check failed: a > 0"),
            row(2L, "d", null, "CHECK", "check failed: d is not null"),
            row(3L, "a", "z", "CAST", "not INT"),
            row(3L, "d", "no", "CAST", "not DATE"),
            row(4L, "a", null, "NULL", "null in a column that is NOT NULL"),
            row(5L, null, null, "CHECK", "check failed: `B c` <> 'x' or a < 5"),
            row(6L, null, null, "UNQUOTED", "broken"));
  }

  @ParameterizedTest
  @CsvSource({"FIRST, false", "FIRST, true", "ALL, false", "ALL, true"})
  void passByWithTheGoodRowsAsTheyAreInTheOutput(WhichFaults which, boolean tangled) {
    Dataset<Row> cleaned = clean(raw.repartition(3), schema, which, tangled);
    FewBadRows few = FewBadRows.of(cleaned.sparkSession());
    FaultTally withGood = FaultTally.of(cleaned.sparkSession());
    FaultTally withBad = FaultTally.of(cleaned.sparkSession());

    Ingest.goodTelling(cleaned, schema, List.of(few, withGood)).collect();
    List<Row> bad = Ingest.badTelling(cleaned, List.of(withBad)).collectAsList();

    assertThat(few.all(OptionalLong.of(5)).orElseThrow()).containsExactlyInAnyOrderElementsOf(bad);
    assertThat(withGood.rows()).isEqualTo(5);
    assertThat(withGood.faults()).isEqualTo(bad.size()).isEqualTo(which == WhichFaults.ALL ? 8 : 5);
    assertThat(withBad.rows()).isEqualTo(5);
    assertThat(withBad.value()).isEqualTo(withGood.value());
  }

  @Test
  void areCountedByCodeAndColumnWithTheFirstPlace() {
    Dataset<Row> many =
        raw(
                TableSchema.parse("a int"),
                row("1"),
                row("y"),
                row("x".repeat(100)),
                row("\uD83D\uDE00\n"),
                row("99999999999"))
            .withColumn(RawRows.SOURCE, functions.expr("if(__p3_line > 3, 'file:/d/e.csv', 'z')"));
    TableSchema schema = TableSchema.parse("a int");
    FaultTally tally = FaultTally.of(many.sparkSession());

    Ingest.badTelling(clean(many.repartition(4), schema, WhichFaults.FIRST, false), List.of(tally))
        .collect();

    assertThat(tally.value())
        .containsExactly(new FaultCount("CAST", "a", 4, "file:/d/e.csv", 4L, "\uD83D\uDE00 "));
    assertThat(tally.value().get(0).inWords())
        .isEqualTo("CAST 4 (a, e.g. e.csv:4 '\uD83D\uDE00 ')");
  }
}
