package dev.p3.patterns.scope;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchingTest {
  private static final Dataset<Row> FLIGHTS =
      table("origin STRING, destination STRING, delay INT", row("JFK", "LAX", 5));
  private static final Dataset<Row> AIRPORTS =
      table("iata STRING, name STRING", row("JFK", "Kennedy"));

  @Test
  void namesEveryUnknownColumnAtOnceWithTheNearest() {
    assertThat(faults(FLIGHTS, AIRPORTS, "orgin=iata", "destination=itaa", "x=iata"))
        .containsExactly(
            "Cannot find column 'orgin' in input 'facts' (its columns are origin, destination, delay). Did you mean 'origin'?",
            "Cannot find column 'itaa' in input 'lookup' (its columns are iata, name). Did you mean 'iata'?",
            "Cannot find column 'x' in input 'facts' (its columns are origin, destination, delay).");
  }

  @Test
  void namesFaultsOfColumnsTypesAndNamesTogether() {
    Dataset<Row> facts = table("origin STRING, origin_name STRING, delay INT", row("JFK", "x", 5));
    Dataset<Row> lookup =
        table("iata STRING, name STRING, runways ARRAY<INT>", row("JFK", "Kennedy", null));

    assertThat(faults(facts, lookup, "origin=iata", "delay=iata", "orign=iata"))
        .satisfiesExactlyInAnyOrder(
            fault ->
                assertThat(fault)
                    .startsWith("Cannot match facts.delay (INT) with lookup.iata (STRING)"),
            fault -> assertThat(fault).startsWith("Cannot find column 'orign' in input 'facts'"),
            fault ->
                assertThat(fault)
                    .startsWith("Cannot add lookup column 'runways': its type is ARRAY<INT>"),
            fault ->
                assertThat(fault)
                    .startsWith(
                        "Cannot add column 'origin_name': the facts have a column of this name"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1                  | '1'",
        "'1'                | 1",
        "1                  | DATE'2024-01-01'",
        "true               | 1.5",
        "1L                 | X'01'",
        "TIMESTAMP'2024-01-01 00:00:00' | 1L",
      })
  void refusesKeysWhoseTypesDoNotGoTogether(String fact, String key) {
    assertThat(
            faults(
                sql("select %s k".formatted(fact)), sql("select %s k, 1 v".formatted(key)), "k=k"))
        .singleElement()
        .asString()
        .startsWith(
            "Cannot match facts.k (%s) with lookup.k (%s): values of these types cannot be compared"
                .formatted(typeOf(fact), typeOf(key)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "X'01'         | BINARY",
        "array(1)      | ARRAY<INT>",
        "map('a', 1)   | MAP<STRING, INT>",
        "struct(1)     | STRUCT<col1: INT", // on some lines with NOT NULL
      })
  void refusesToLookUpByWhatIsNoPlainType(String fact, String type) {
    assertThat(faults(sql("select %s k".formatted(fact)), sql("select 'a' k, 1 v"), "k=k"))
        .singleElement()
        .asString()
        .startsWith("Cannot look up by k: its type is " + type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"array(1)", "map('a', 1)", "struct(1)"})
  void refusesLookupColumnsThatAreNested(String value) {
    Dataset<Row> lookup = sql("select 'a' k, %s v".formatted(value));

    assertThat(faults(sql("select 'a' k"), lookup, "k=k"))
        .singleElement()
        .asString()
        .startsWith("Cannot add lookup column 'v': its type is ");
  }

  @Test
  void keepsFactColumnsThatAreNested() {
    Variants.Enriched enriched =
        Variants.enrich(
            sql("select 'a' k, array(1, 2) nested"), sql("select 'a' k, 1 v"), Variants.on("k=k"));

    assertThat(enriched.columns()).containsExactly("k STRING", "nested ARRAY<INT>", "k_v INT");
    assertThat(enriched.rows()).singleElement().extracting(row -> row.getInt(2)).isEqualTo(1);
  }

  @Test
  void refusesNamesThatWouldOccurTwice() {
    Dataset<Row> facts = table("origin STRING, ORIGIN_Name STRING", row("JFK", "x"));

    assertThat(faults(facts, AIRPORTS, "origin=iata"))
        .singleElement()
        .asString()
        .startsWith("Cannot add column 'origin_name': the facts have a column of this name");
  }

  @Test
  void refusesAFactColumnGivenTwice() {
    Dataset<Row> twoCodes = table("iata STRING, icao STRING", row("JFK", "KJFK"));

    for (String second : List.of("origin=icao", "origin=iata", "ORIGIN=iata")) {
      assertThat(faults(FLIGHTS, twoCodes, "origin=iata", second))
          .anySatisfy(fault -> assertThat(fault).contains("origin", "once"));
    }
  }

  @Test
  void saysThatATableHasNoColumns() {
    Dataset<Row> rowsWithoutColumns = sql("select 1 k").drop("k");

    assertThat(faults(rowsWithoutColumns, AIRPORTS, "origin=iata"))
        .containsExactly("Cannot find column 'origin' in input 'facts' (its columns are none).");
  }

  @Test
  void takesTextAndNumberTogetherWhereOneSideHasNoRows() {
    Stream.of(
            Matching.of(sql("select 1 k"), sql("select 'a' k, 1 v where false"), keys("k=k")),
            Matching.of(sql("select 1 k where false"), sql("select 'a' k, 1 v"), keys("k=k")))
        .forEach(matching -> assertThat(matching.keys()).hasSize(1));
  }

  private static List<String> faults(Dataset<Row> facts, Dataset<Row> lookup, String... on) {
    return catchThrowableOfType(BadUsageException.class, () -> Matching.of(facts, lookup, keys(on)))
        .faults();
  }

  private static List<KeyMatch> keys(String... on) {
    return Variants.on(on).on();
  }

  private static String typeOf(String literal) {
    return sql("select " + literal + " k").schema().apply(0).dataType().sql();
  }

  private static Dataset<Row> sql(String query) {
    return LocalSpark.spark().sql(query);
  }
}
