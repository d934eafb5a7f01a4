package dev.p3.patterns.scope;

import dev.p3.job.JobRun;
import dev.p3.patterns.Tables;
import dev.p3.patterns.scope.EnrichOptions.Duplicates;
import dev.p3.patterns.scope.EnrichOptions.Unmatched;
import dev.p3.testkit.JobTest;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs every variant of {@code enrich} and holds them to the same rows and the same figures. */
final class Variants {
  private static final EnrichJob JOB = new EnrichJob();

  private Variants() {}

  /** What all variants gave. */
  record Enriched(List<String> columns, List<Row> rows, EnrichResult result) {}

  static Enriched enrich(Dataset<Row> facts, Dataset<Row> lookup, EnrichOptions options) {
    JobTest<EnrichOptions, EnrichResult> test = test(facts, lookup, options);
    test.sameRowsInEveryVariant().sameResultInEveryVariant();
    try (JobRun<EnrichResult> run = test.run()) {
      Dataset<Row> enriched = run.output("enriched");
      return new Enriched(Tables.columns(enriched), enriched.collectAsList(), run.result());
    }
  }

  /** A test of the job on tables. */
  static JobTest<EnrichOptions, EnrichResult> test(
      Dataset<Row> facts, Dataset<Row> lookup, EnrichOptions options) {
    return JobTest.of(JOB).input("facts", facts).input("lookup", lookup).options(options);
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
