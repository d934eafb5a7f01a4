package dev.p3.patterns.separate;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.separate.RawTables.raw;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.data.raw.RawRows;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class FewBadRowsTest {
  private static final int BAD = 300;

  private final TableSchema schema = TableSchema.parse("n int");

  @Test
  void areThoseThatASecondPassWouldFind() {
    Dataset<Row> cleaned = cleaned(1);
    FewBadRows few = FewBadRows.of(cleaned.sparkSession());

    assertThat(Ingest.goodTelling(cleaned, schema, List.of(few)).count()).isEqualTo(2 * BAD);

    List<Row> bad = Ingest.bad(cleaned).orderBy("source", "line").collectAsList();
    assertThat(bad).hasSize(BAD);
    assertThat(few.all(OptionalLong.of(BAD))).contains(bad);
  }

  @Test
  void areNotKnownWhenSomeAreMissingOrPassedTwice() {
    Dataset<Row> cleaned = cleaned(1);
    FewBadRows few = FewBadRows.of(cleaned.sparkSession());
    Dataset<Row> good = Ingest.goodTelling(cleaned, schema, List.of(few));

    good.count();
    assertThat(few.all(OptionalLong.of(BAD + 1))).isEmpty();
    assertThat(few.all(OptionalLong.empty())).isEmpty();
    good.count();
    assertThat(few.all(OptionalLong.of(BAD))).isEmpty();
  }

  @Test
  void areNotKeptWhenTheyAreLarge() {
    Dataset<Row> cleaned = cleaned(100_000);
    FewBadRows few = FewBadRows.of(cleaned.sparkSession());

    Ingest.goodTelling(cleaned, schema, List.of(few)).count();

    assertThat(few.all(OptionalLong.of(BAD))).isEmpty();
    assertThat(few.value()).isEmpty();
  }

  /** Every third of the rows is bad. */
  private Dataset<Row> cleaned(int charactersOfRaw) {
    Row[] rows =
        IntStream.range(0, 3 * BAD)
            .mapToObj(i -> row(i % 3 == 0 ? "x" + i : Integer.toString(i)))
            .toArray(Row[]::new);
    Dataset<Row> raw =
        raw(schema, rows)
            .withColumn(RawRows.RAW, functions.repeat(functions.lit("r"), charactersOfRaw));
    return Ingest.clean(raw.repartition(5), schema, WhichFaults.FIRST);
  }
}
