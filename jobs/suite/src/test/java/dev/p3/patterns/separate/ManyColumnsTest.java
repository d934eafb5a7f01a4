package dev.p3.patterns.separate;

import static dev.p3.patterns.separate.RawTables.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.p3.patterns.Tables;
import dev.p3.table.Columns;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table too wide for its projections to be compiled. */
@Tag("slow")
class ManyColumnsTest {
  private static final int WIDTH = 3000;
  private static final List<String> TYPES =
      List.of("int", "decimal(5,2)", "string not null", "date", "timestamp");
  private static final List<List<String>> TEXTS =
      List.of(
          List.of("7", "1.50", "a", "2024-02-29", "2024-02-29 23:59:59"),
          List.of("-3", " 2.5 ", "", "2024/2/9", "2024-02-29T01:02:03.5Z"),
          List.of("", "", "é", "", ""),
          List.of("8", "-999.99", "b", "0001-01-01", "9999-12-31"),
          List.of("9", "0", "c", "1900-01-01", "2024-07-01"));

  @ParameterizedTest
  @EnumSource(WhichFaults.class)
  void givesTheRowsAndFaultsThatANarrowOneGives(WhichFaults which) {
    Dataset<Row> raw = raw(schema(0, WIDTH), rows()).cache();
    TableSchema all = schema(0, WIDTH);
    Dataset<Row> wide = Ingest.clean(raw, all, which);
    List<Row> good = Ingest.good(wide, all).collectAsList();
    List<Row> bad = Ingest.bad(wide).collectAsList();

    assertThat(good).hasSize(2);
    assertThat(bad)
        .extracting(row -> row.getLong(1), row -> row.getString(4))
        .startsWith(tuple(2L, "CHECK"));
    // Every row at fault has its first fault in one of the slices.
    for (int from : List.of(0, 1495, 2990)) {
      TableSchema schema = schema(from, from + 10);
      Dataset<Row> narrow = Ingest.compiled(slice(raw, schema), schema, which);
      List<Row> goodOfSlice = Ingest.good(narrow, schema).collectAsList();
      assertThat(goodOfSlice)
          .containsAll(good.stream().map(row -> part(row, from, from + 10)).toList());
      List<Row> badOfSlice = Ingest.bad(narrow).collectAsList();
      List<Row> expected =
          bad.stream().filter(row -> schema.names().contains(row.getString(2))).toList();
      if (which == WhichFaults.ALL) {
        assertThat(badOfSlice).isEqualTo(expected);
      } else { // the first fault of a slice may be the second of the row
        assertThat(badOfSlice).containsAll(expected);
      }
    }
  }

  private static Row part(Row row, int from, int to) {
    return Tables.row(IntStream.range(from, to).mapToObj(row::get).toArray());
  }

  private static Dataset<Row> slice(Dataset<Row> raw, TableSchema schema) {
    return raw.select(
        Stream.concat(Ingest.about().stream(), schema.names().stream().map(Columns::named))
            .toArray(Column[]::new));
  }

  private static TableSchema schema(int from, int to) {
    return TableSchema.parse(
        IntStream.range(from, to)
            .mapToObj(
                i ->
                    "c%d %s%s"
                        .formatted(
                            i, TYPES.get(i % 5), i % 500 == 495 ? " check (c" + i + " < 90)" : ""))
            .collect(Collectors.joining(", ")));
  }

  /** A check that fails, a text that is no value, and one that is missing. */
  private static Row[] rows() {
    Row[] rows = new Row[TEXTS.size()];
    for (int row = 0; row < rows.length; row++) {
      List<String> texts = TEXTS.get(row);
      Object[] values = IntStream.range(0, WIDTH).mapToObj(i -> texts.get(i % 5)).toArray();
      if (row == 1) {
        values[1495] = "91";
      }
      if (row == 3) {
        values[2] = null;
        values[2991] = "1.505";
      }
      if (row == 4) {
        values[2998] = "2023-02-29";
      }
      rows[row] = Tables.row(values);
    }
    return rows;
  }
}
