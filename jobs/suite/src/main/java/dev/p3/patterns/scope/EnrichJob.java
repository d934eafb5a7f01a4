package dev.p3.patterns.scope;

import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code enrich}: joins facts with a lookup table through a typed broadcast scope. */
public final class EnrichJob implements PatternJob<EnrichOptions, EnrichResult> {
  private static final String FACTS = "facts";
  private static final String LOOKUP = "lookup";
  private static final String ENRICHED = "enriched";
  private static final JobDescription<EnrichOptions, EnrichResult> DESCRIPTION =
      JobDescription.<EnrichOptions, EnrichResult>of("enrich", EnrichOptions.class)
          .pattern("scope")
          .rule(
              """
              Give a parallel function its names and values as one self-contained record, and let it
              capture nothing else.
              """)
          .summary("adds the columns of a lookup table to facts, through a typed broadcast scope")
          .details(
              """
              Adds the columns of a lookup table to facts, for one or more key columns. The lookup
              is collected to the driver and sent once to each executor; the facts are read once and
              not shuffled. Null keys match nothing; numbers of different types match by their exact
              values, so the DECIMAL 0.1 matches no DOUBLE. Facts without a match are counted, and
              their ten most frequent keys named.

              Limit: the lookup fits the driver's and each executor's memory.
              """)
          .scale(
              """
              The lookup is collected to the driver and sent to each executor: many millions of rows
              want more spark.driver.memory, spark.executor.memory and spark.driver.maxResultSize. One
              that does not fit there needs a join that shuffles, which this job does not do.

              Each task writes a file, so that 10^12 rows make many thousands: larger splits make fewer,
              --conf spark.sql.files.maxPartitionBytes=1g.

              A file in .gz or .zst is read by one task, whatever the executors: write it as many files, or
              in a format that can be split.
              """)
          .input(
              InputSpec.table(FACTS, "the table to enrich")
                  .sample("us-flights/flights.parquet")
                  .column("FACTCOL", "any plain type", "each key column of --on")
                  .column("…", "any", "all columns are kept"))
          .input(
              InputSpec.table(LOOKUP, "the table to look up in, one row for each key")
                  .sample("us-flights/airports.csv")
                  .column("LOOKUPCOL", "as FACTCOL", "each key column of --on")
                  .column("…", "any plain type", "what is added to the facts"))
          .output(
              OutputSpec.output(ENRICHED, "the facts with the lookup's columns")
                  .column("…", "as in facts", "every column of the facts")
                  .column(
                      "FACTCOL_*",
                      "as in lookup",
                      "for each --on, every lookup column but its key; null without a match"))
          .variant(
              "scope",
              "the function gets the lookup from a broadcast scope",
              (inputs, options, scopes) ->
                  enriched(
                      inputs,
                      options,
                      (matching, tables) -> Enrich.throughScope(matching, tables, scopes)))
          .variant(
              "captured",
              "the function captures the map, which travels with every task",
              (inputs, options, scopes) -> enriched(inputs, options, Enrich::captured))
          .variant(
              "join",
              "Spark's broadcast join, once for each --on",
              (inputs, options, scopes) -> enriched(inputs, options, Enrich::joined))
          .example("--on", "origin=iata", "--on", "destination=iata")
          .build();

  @Override
  public JobDescription<EnrichOptions, EnrichResult> description() {
    return DESCRIPTION;
  }

  @Override
  public List<Class<?>> records() {
    return List.of(LookupTables.class);
  }

  private interface Search {
    Dataset<Row> of(Matching matching, LookupTables tables);
  }

  private static Outcome<EnrichResult> enriched(
      Inputs inputs, EnrichOptions options, Search search) {
    Matching matching = Matching.of(inputs.required(FACTS), inputs.required(LOOKUP), options.on());
    LookupTables tables = Enrich.tables(matching, options.duplicates());
    Dataset<Row> found = search.of(matching, tables);
    return Outcome.of(
        Map.of(ENRICHED, Enrich.output(found, matching, tables, options.unmatched())),
        observed ->
            new EnrichResult(
                matching.keys().stream()
                    .map(key -> unmatched(found, key, observed.total(Enrich.unmatchedName(key))))
                    .toList()));
  }

  private static EnrichResult.UnmatchedKeys unmatched(
      Dataset<Row> found, Matching.Key key, long rows) {
    return rows == 0
        ? new EnrichResult.UnmatchedKeys(key.fact(), 0, List.of())
        : Enrich.unmatchedKeys(found, key, rows);
  }
}
