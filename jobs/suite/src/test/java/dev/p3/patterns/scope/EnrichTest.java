package dev.p3.patterns.scope;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static dev.p3.patterns.scope.Variants.enrich;
import static dev.p3.patterns.scope.Variants.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.patterns.scope.Variants.Enriched;
import dev.p3.scope.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test holds the three variants to the same rows. */
class EnrichTest {
  private static final Dataset<Row> AIRPORTS =
      table(
          "iata STRING, name STRING, latitude DOUBLE",
          row("JFK", "Kennedy", 40.6),
          row("LAX", null, 33.9),
          row("SFO", "San Francisco", null));

  @Test
  void addsTheLookupColumnsOfEachKey() {
    Dataset<Row> flights =
        table(
            "origin STRING, delay INT, destination STRING",
            row("JFK", 1, "LAX"),
            row("SFO", 2, "JFK"),
            row("LAX", null, "LAX"));

    Enriched enriched = enrich(flights, AIRPORTS, on("origin=iata", "destination=iata"));

    assertThat(enriched.columns())
        .containsExactly(
            "origin STRING",
            "delay INT",
            "destination STRING",
            "origin_name STRING",
            "origin_latitude DOUBLE",
            "destination_name STRING",
            "destination_latitude DOUBLE");
    assertThat(enriched.rows())
        .containsExactlyInAnyOrder(
            row("JFK", 1, "LAX", "Kennedy", 40.6, null, 33.9),
            row("SFO", 2, "JFK", "San Francisco", null, "Kennedy", 40.6),
            row("LAX", null, "LAX", null, 33.9, null, 33.9));
    assertThat(enriched.result().remarks()).isEmpty();
  }

  @Test
  void looksUpByDifferentColumnsOfOneLookup() {
    Dataset<Row> lookup =
        table("id INT, code STRING, name STRING", row(1, "a", "first"), row(2, "b", "second"));

    Enriched enriched =
        enrich(table("x INT, y STRING", row(1, "b"), row(3, "a")), lookup, on("x=id", "y=code"));

    assertThat(enriched.columns())
        .containsExactly(
            "x INT", "y STRING", "x_code STRING", "x_name STRING", "y_id INT", "y_name STRING");
    assertThat(enriched.rows())
        .containsExactlyInAnyOrder(
            row(1, "b", "a", "first", 2, "second"), row(3, "a", null, null, 1, "first"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1, 2, null                    | 1L, null                  | 0 - -",
        "1L, 9223372036854775807L      | 1Y, 2Y                    | 0 -",
        "1.5F, 0.1F                    | 1.5D, 0.1D                | 0 -",
        "0.0D, -0.0D, double('NaN')    | -0.0D, double('NaN')      | 0 0 1",
        "-0.0F, 0.0F, float('NaN')     | 0.0F, float('NaN')        | 0 0 1",
        "1.50BD, 2.00BD, 3.25BD        | 1.5000BD, 2.0001BD        | 0 - -",
        "1, 2                          | 2.00BD, 1.10BD            | - 0",
        "9007199254740993L, 9007199254740992L | 9007199254740992.0D | - 0",
        "9007199254740992.0D, 9223372036854775807D, -9223372036854775808D | 9007199254740993L, 9223372036854775807L, -9223372036854775808L | - - 2",
        "16777217, 16777216            | 16777216.0F               | - 0",
        "16777216.0F                   | 16777217, 16777216        | 1",
        "5L, 6L, null                  | 5.5D, 6.0D, double('NaN') | - 1 -",
        "0L                            | -0.0D                     | 0",
        "1.50BD, 0.10BD                | 1.5D, 0.1D                | 0 -",
        "double('Infinity'), double('NaN'), -0.0D | 0.00BD, 1.00BD | - - 0",
        "99999999999999999999999999999999999999BD | 1e38D, 1.0D    | -",
        "cast(1e38D as double), 100000000000000000000D | 100000000000000000000BD | - 0",
        "12345678901234567890123456789012345678BD, 5BD | 5.000000000000000000000000000000000000BD, 1.5BD | - 0",
        "9007199254740993L             | 9007199254740993.00BD, 9007199254740992.00BD | 0",
        "0.5F, 0.1F                    | 0.5BD, 0.1BD              | 0 -",
        "true, false, null             | false                     | - 0 -",
        "'a', 'A', 'a ', ''            | 'a', ''                   | 0 - - 1",
        "DATE'2024-02-29', DATE'1582-10-04' | DATE'1582-10-04', DATE'2024-02-29' | 1 0",
        "TIMESTAMP'2024-02-29 12:34:56.123456', TIMESTAMP'2024-02-29 12:34:56' | TIMESTAMP'2024-02-29 12:34:56.123456' | 0 -",
        "TIMESTAMP_NTZ'2024-02-29 12:34:56.1' | TIMESTAMP_NTZ'2024-02-29 12:34:56.1' | 0",
        "DATE'2024-02-29', DATE'2024-03-01' | TIMESTAMP'2024-02-29 00:00:00', TIMESTAMP'2024-03-01 00:00:01' | 0 -",
        "INTERVAL '1' DAY, INTERVAL '2' DAY | INTERVAL '1' DAY     | 0 -",
        "INTERVAL '1' YEAR             | INTERVAL '1' YEAR         | 0",
      })
  void matchesKeysByTheirExactValues(String factKeys, String lookupKeys, String expected) {
    Dataset<Row> facts = sql("select * from values " + numbered(factKeys) + " as t(k, fact)");
    Dataset<Row> lookup = sql("select * from values " + numbered(lookupKeys) + " as t(k, found)");

    List<Row> rows = new ArrayList<>(enrich(facts, lookup, on("k=k")).rows());

    rows.sort((a, b) -> Integer.compare(a.getInt(1), b.getInt(1)));
    assertThat(
            rows.stream()
                .map(row -> row.isNullAt(2) ? "-" : String.valueOf(row.getInt(2)))
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  @Test
  void handsOnValuesOfEveryPlainType() {
    Dataset<Row> lookup =
        sql(
            """
            select 'a' k, true boolean, 1Y tiny, 2S small, 3 whole, 4L big, 1.5F single, double('NaN') twice,
              12.3400BD exact, cast(1 as decimal(38, 18)) wide, 'é😀' text, '' nothing, X'00FF' bytes,
              DATE'1582-10-04' day, TIMESTAMP'2024-02-29 12:34:56.123456' moment,
              TIMESTAMP_NTZ'0001-01-01 00:00:00.000001' local, INTERVAL '1 02:03:04.5' DAY TO SECOND took,
              INTERVAL '1-2' YEAR TO MONTH span, make_interval(1, 2, 3, 4) mixed, null void
            """);
    Dataset<Row> withNulls = lookup.unionAll(lookup.selectExpr(nullsBut("k", "'b'", lookup)));

    Enriched enriched =
        enrich(table("k STRING", row("a"), row("b"), row("c")), withNulls, on("k=k"));

    int added = withNulls.columns().length - 1;
    assertThat(enriched.rows())
        .containsExactlyInAnyOrder(
            withNulls.first(), withoutValues("b", added), withoutValues("c", added));
    assertThat(enriched.result().unmatched().get(0).rows()).isOne();
  }

  @Test
  void takesColumnsOfAnyName() {
    Dataset<Row> facts =
        table("`a.b` INT, `two words` INT, `tick``ed` INT, `é=` INT", row(1, 1, 2, 3));
    Dataset<Row> lookup =
        table("`the.key` INT, `na.me` STRING, ` ` STRING", row(1, "one", "space"));

    Enriched enriched =
        enrich(facts, lookup, on("a.b=the.key", "two words=the.key", "tick`ed=the.key"));

    assertThat(enriched.columns())
        .endsWith(
            "a.b_na.me STRING",
            "a.b_  STRING",
            "two words_na.me STRING",
            "two words_  STRING",
            "tick`ed_na.me STRING",
            "tick`ed_  STRING");
    assertThat(enriched.rows())
        .containsExactly(row(1, 1, 2, 3, "one", "space", "one", "space", null, null));
    assertThat(enriched.result().remarks())
        .containsExactly("1 row has no match for tick`ed; most frequent keys: 2 (1)");
  }

  @Test
  void findsColumnsWhateverTheCase() {
    Enriched enriched = enrich(table("Origin STRING", row("JFK")), AIRPORTS, on("ORIGIN=IATA"));

    assertThat(enriched.columns())
        .containsExactly("Origin STRING", "Origin_name STRING", "Origin_latitude DOUBLE");
    assertThat(enriched.rows()).containsExactly(row("JFK", "Kennedy", 40.6));
  }

  @Test
  void countsMatchesInALookupWithNothingToAdd() {
    Enriched enriched =
        enrich(table("k INT", row(1), row(2), row(2)), table("k INT", row(1), row(3)), on("k=k"));

    assertThat(enriched.columns()).containsExactly("k INT");
    assertThat(enriched.rows()).containsExactlyInAnyOrder(row(1), row(2), row(2));
    assertThat(enriched.result().unmatched().get(0).rows()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"k STRING, fact INT", "k INT, fact INT", ""})
  void givesNoRowsForNoFacts(String columns) {
    Enriched enriched =
        enrich(table(columns), table("k STRING, v STRING", row("a", "b")), on("k=k"));

    assertThat(enriched.rows()).isEmpty();
    assertThat(enriched.columns()).contains("k_v STRING");
    assertThat(enriched.result().remarks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"k INT, v STRING", "k STRING, v STRING", "k STRING", ""})
  void findsNothingInAnEmptyLookup(String columns) {
    Enriched enriched = enrich(table("k INT", row(7), row(7)), table(columns), on("k=k"));

    assertThat(enriched.rows()).hasSize(2).allMatch(row -> row.getInt(0) == 7);
    assertThat(enriched.result().remarks())
        .containsExactly("2 rows have no match for k; most frequent keys: 7 (2)");
  }

  @Test
  void isOneCallInANotebook() {
    try (var scopes = new Scopes(LocalSpark.spark())) {
      Dataset<Row> enriched =
          Enrich.enrich(table("origin STRING", row("JFK")), AIRPORTS, on("origin=iata"), scopes);

      assertThat(enriched.collectAsList()).containsExactly(row("JFK", "Kennedy", 40.6));
    }
  }

  private static String numbered(String literals) {
    String[] each = literals.split(", ");
    var rows = new ArrayList<String>();
    for (int i = 0; i < each.length; i++) {
      rows.add("(%s, %d)".formatted(each[i], i));
    }
    return String.join(", ", rows);
  }

  private static String[] nullsBut(String column, String value, Dataset<Row> table) {
    return Arrays.stream(table.columns())
        .map(name -> (name.equals(column) ? value : "null") + " as " + name)
        .toArray(String[]::new);
  }

  private static Row withoutValues(String key, int columns) {
    Object[] values = new Object[columns + 1];
    values[0] = key;
    return row(values);
  }

  private static Dataset<Row> sql(String query) {
    return LocalSpark.spark().sql(query);
  }
}
