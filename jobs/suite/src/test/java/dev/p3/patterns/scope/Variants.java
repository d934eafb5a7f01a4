package dev.p3.patterns.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.job.Variant;
import dev.p3.patterns.JobRun;
import dev.p3.patterns.scope.EnrichOptions.Duplicates;
import dev.p3.patterns.scope.EnrichOptions.Unmatched;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Runs every variant of {@code enrich} and holds them to the same rows and the same figures. */
final class Variants {
  private static final EnrichJob JOB = new EnrichJob();

  private Variants() {}

  /** What all variants gave. */
  record Enriched(List<String> columns, List<Row> rows, EnrichResult result) {}

  static Enriched enrich(Dataset<Row> facts, Dataset<Row> lookup, EnrichOptions options) {
    Enriched first = null;
    for (Variant<?, ?> variant : JOB.description().variants()) {
      Enriched enriched = enrich(variant.name(), facts, lookup, options);
      if (first != null) {
        assertThat(enriched.columns()).as(variant.name()).isEqualTo(first.columns());
        assertThat(enriched.result()).as(variant.name()).isEqualTo(first.result());
        assertThat(enriched.rows())
            .as(variant.name())
            .containsExactlyInAnyOrderElementsOf(first.rows());
      } else {
        first = enriched;
      }
    }
    return first;
  }

  static Enriched enrich(
      String variant, Dataset<Row> facts, Dataset<Row> lookup, EnrichOptions options) {
    var schema = new StructType[1];
    JobRun<List<Row>, EnrichResult> run =
        JobRun.of(
            JOB,
            Map.of("facts", facts, "lookup", lookup),
            options,
            variant,
            enriched -> {
              schema[0] = enriched.schema();
              return enriched.collectAsList();
            });
    List<String> columns =
        Arrays.stream(schema[0].fields())
            .map(field -> field.name() + " " + field.dataType().sql())
            .toList();
    return new Enriched(columns, run.output(), run.result());
  }

  /** Options with the defaults but for the keys. */
  static EnrichOptions on(String... keys) {
    return options(Unmatched.KEEP, Duplicates.FAIL, keys);
  }

  static EnrichOptions options(Unmatched unmatched, Duplicates duplicates, String... keys) {
    return new EnrichOptions(
        Arrays.stream(keys).map(KeyMatch::parse).toList(), unmatched, duplicates);
  }
}
