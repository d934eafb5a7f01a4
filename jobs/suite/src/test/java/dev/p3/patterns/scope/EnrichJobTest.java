package dev.p3.patterns.scope;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.sample;
import static dev.p3.patterns.Tables.table;
import static dev.p3.patterns.scope.Variants.enrich;
import static dev.p3.patterns.scope.Variants.on;
import static dev.p3.patterns.scope.Variants.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.connect.Connectors;
import dev.p3.data.connect.Sources;
import dev.p3.fault.JobFailedException;
import dev.p3.job.JobRun;
import dev.p3.patterns.scope.EnrichOptions.Duplicates;
import dev.p3.patterns.scope.EnrichOptions.Unmatched;
import dev.p3.patterns.scope.EnrichResult.KeyCount;
import dev.p3.patterns.scope.EnrichResult.UnmatchedKeys;
import dev.p3.patterns.scope.Variants.Enriched;
import dev.p3.table.RowDigest;
import dev.p3.testkit.JobTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichJobTest {
  private static final Dataset<Row> NAMES =
      table("id INT, name STRING", row(1, "one"), row(2, "two"), row(null, "never found"));

  @Test
  void givesTheSameRowsInEveryVariantOnTheSamples() {
    Dataset<Row> flights = stored("us-flights/flights.parquet");
    Dataset<Row> airports = stored("us-flights/airports.csv");

    JobTest<EnrichOptions, EnrichResult> test =
        Variants.test(flights, airports, on("origin=iata", "destination=iata"))
            .sameRowsInEveryVariant()
            .sameResultInEveryVariant();

    try (JobRun<EnrichResult> run = test.run()) {
      RowDigest digest = RowDigest.of(run.output("enriched"));
      assertThat(digest.rows()).isEqualTo(200_000);
      assertThat(digest).isEqualTo(RowDigest.of(expectedOfSamples(flights, airports)));
      assertThat(run.result().unmatched())
          .allSatisfy(unmatched -> assertThat(unmatched.rows()).isZero());
    }
  }

  @Test
  void keepsFactsWithoutAMatchAndReportsThem() {
    Dataset<Row> facts = table("k INT", row(1), row(3), row((Object) null), row(3), row(2));

    Enriched enriched = enrich(facts, NAMES, on("k=id"));

    assertThat(enriched.rows())
        .containsExactlyInAnyOrder(
            row(1, "one"), row(3, null), row(null, null), row(3, null), row(2, "two"));
    assertThat(enriched.result())
        .isEqualTo(
            new EnrichResult(
                List.of(
                    new UnmatchedKeys(
                        "k", 3, List.of(new KeyCount("3", 2), new KeyCount(null, 1))))));
    assertThat(enriched.result().remarks())
        .containsExactly("3 rows have no match for k; most frequent keys: 3 (2), null (1)");
  }

  @Test
  void dropsFactsWithoutAMatchForAnyKeyAndReportsThem() {
    Dataset<Row> facts = table("a INT, b INT", row(1, 2), row(1, 9), row(9, 1), row(8, 8));

    Enriched enriched =
        enrich(facts, NAMES, options(Unmatched.DROP, Duplicates.FAIL, "a=id", "b=id"));

    assertThat(enriched.rows()).containsExactly(row(1, 2, "one", "two"));
    assertThat(enriched.result().remarks())
        .containsExactly(
            "2 rows have no match for a; most frequent keys: 8 (1), 9 (1)",
            "2 rows have no match for b; most frequent keys: 8 (1), 9 (1)");
  }

  @Test
  void mayDropEveryFactAndStillReportThem() {
    Enriched enriched =
        enrich(
            table("k INT", row(7), row(8)),
            NAMES,
            options(Unmatched.DROP, Duplicates.FAIL, "k=id"));

    assertThat(enriched.rows()).isEmpty();
    assertThat(enriched.result().unmatched().get(0).rows()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scope", "captured", "join"})
  void failsOnFactsWithoutAMatchAndNamesThem(String variant) {
    Dataset<Row> facts = table("a INT, b INT", row(1, 2), row(1, 9), row(9, 1), row(9, 9));
    EnrichOptions options = options(Unmatched.FAIL, Duplicates.FAIL, "a=id", "b=id");

    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> rows(variant, facts, NAMES, options))
        .withMessage(
            "Cannot enrich: 2 rows have no match for a; most frequent keys: 9 (2);"
                + " 2 rows have no match for b; most frequent keys: 9 (2)."
                + " Nothing was written; pass --unmatched keep or drop to go on without them");
  }

  @Test
  void doesNotFailWhereEveryFactHasAMatch() {
    Enriched enriched =
        enrich(
            table("k INT", row(1), row(2)),
            NAMES,
            options(Unmatched.FAIL, Duplicates.FAIL, "k=id"));

    assertThat(enriched.rows()).containsExactlyInAnyOrder(row(1, "one"), row(2, "two"));
  }

  @Test
  void namesTheTenMostFrequentKeysByFrequencyThenByText() {
    var facts = new ArrayList<Row>();
    for (int key = 1; key <= 13; key++) {
      facts.addAll(Collections.nCopies(key == 7 ? 30 : key <= 3 ? 5 : 2, row("k" + key)));
    }
    facts.addAll(Collections.nCopies(2, row((Object) null)));

    Enriched enriched =
        enrich(
            table("k STRING", facts.toArray(Row[]::new)),
            table("id STRING, name STRING", row("x", "y")),
            on("k=id"));

    assertThat(enriched.result().unmatched().get(0).mostFrequent())
        .extracting(key -> key.key() + " " + key.rows())
        .containsExactly(
            "k7 30", "k1 5", "k2 5", "k3 5", "k10 2", "k11 2", "k12 2", "k13 2", "k4 2", "k5 2");
    assertThat(enriched.result().unmatched().get(0).rows()).isEqualTo(65);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scope", "captured", "join"})
  void refusesAKeyThatOccursTwiceInTheLookupAndNamesIt(String variant) {
    Dataset<Row> one = table("id INT, name STRING", row(1, "a"), row(2, "b"), row(1, "c"));
    Dataset<Row> two =
        table("id INT, name STRING", row(5, "a"), row(4, "b"), row(4, "c"), row(5, "d"));

    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> rows(variant, table("k INT", row(2)), one, on("k=id")))
        .withMessage(
            "Cannot look up by id: one key occurs more than once in the lookup (1);"
                + " pass --duplicates first to take the first row of each");
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> rows(variant, table("k INT", row(2)), two, on("k=id")))
        .withMessageContaining("2 keys occur more than once in the lookup (4, 5);");
  }

  @Test
  void takesTheFirstRowOfAKeyThatOccursTwiceWhenAsked() {
    Dataset<Row> lookup =
        table(
            "id DOUBLE, name STRING",
            row(1.0, "first"),
            row(1.0, "second"),
            row(-0.0, "minus"),
            row(0.0, "plus"));

    Enriched enriched =
        enrich(
            table("k DOUBLE", row(1.0), row(0.0)),
            lookup,
            options(Unmatched.KEEP, Duplicates.FIRST, "k=id"));

    assertThat(enriched.rows()).containsExactlyInAnyOrder(row(1.0, "first"), row(0.0, "minus"));
  }

  @Test
  void takesManyRowsWithoutAKeyForNoDuplicates() {
    Dataset<Row> lookup =
        table("id INT, name STRING", row(null, "a"), row(null, "b"), row(1, "one"));

    assertThat(enrich(table("k INT", row(1), row((Object) null)), lookup, on("k=id")).rows())
        .containsExactlyInAnyOrder(row(1, "one"), row(null, null));
  }

  private static List<Row> rows(
      String variant, Dataset<Row> facts, Dataset<Row> lookup, EnrichOptions options) {
    try (JobRun<EnrichResult> run = Variants.test(facts, lookup, options).run(variant)) {
      return run.output("enriched").collectAsList();
    }
  }

  /** By a hash map in plain Java. */
  private static Dataset<Row> expectedOfSamples(Dataset<Row> flights, Dataset<Row> airports) {
    var byCode = new HashMap<String, Row>();
    airports.collectAsList().forEach(airport -> byCode.put(airport.getAs("iata"), airport));
    String added = ", %1$s_name STRING, %1$s_city STRING, %1$s_state STRING, %1$s_country STRING";
    String places = ", %1$s_latitude DOUBLE, %1$s_longitude DOUBLE";
    String columns =
        flights.schema().toDDL()
            + (added + places).formatted("origin")
            + (added + places).formatted("destination");
    Row[] rows =
        flights.collectAsList().stream()
            .map(
                flight -> {
                  var values = new ArrayList<Object>(values(flight, 0));
                  values.addAll(values(byCode.get(flight.<String>getAs("origin")), 1));
                  values.addAll(values(byCode.get(flight.<String>getAs("destination")), 1));
                  return row(values.toArray());
                })
            .toArray(Row[]::new);
    return table(columns, rows);
  }

  private static List<Object> values(Row row, int from) {
    var values = new ArrayList<Object>();
    for (int i = from; i < row.length(); i++) {
      values.add(row.get(i));
    }
    return values;
  }

  private static Dataset<Row> stored(String name) {
    var spark = LocalSpark.spark();
    var location = DataLocation.parse(sample(name).toString());
    return new Sources(spark)
        .table(List.of(Connectors.find(location, spark.sparkContext().hadoopConfiguration())));
  }
}
