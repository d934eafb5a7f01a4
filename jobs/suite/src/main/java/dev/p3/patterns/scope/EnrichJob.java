package dev.p3.patterns.scope;

import dev.p3.job.ColumnSpec;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.scope.Scopes;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code enrich}: joins facts with a lookup table through a typed broadcast scope. */
public final class EnrichJob implements PatternJob<EnrichOptions, EnrichResult> {
  private static final String CAPTURED = "captured";
  private static final String JOIN = "join";
  private static final JobDescription DESCRIPTION =
      new JobDescription(
          "enrich",
          "scope",
          "adds the columns of a lookup table to facts, through a typed broadcast scope",
          "Adds the columns of a lookup table to facts, for one or more key columns. The lookup is collected to the driver and sent once to each executor; the facts are read once and not shuffled. Null keys match nothing; numbers of different types match by their exact values, so the DECIMAL 0.1 matches no DOUBLE. Facts without a match are counted, and their ten most frequent keys named. Limit: the lookup fits the driver's and each executor's memory.",
          List.of(
              new InputSpec(
                  "facts",
                  InputSpec.Kind.TABLE,
                  true,
                  "the table to enrich",
                  List.of(
                      new ColumnSpec("FACTCOL", "any plain type", "each key column of --on"),
                      new ColumnSpec("…", "any", "all columns are kept")),
                  "us-flights/flights.parquet"),
              new InputSpec(
                  "lookup",
                  InputSpec.Kind.TABLE,
                  true,
                  "the table to look up in, one row for each key",
                  List.of(
                      new ColumnSpec("LOOKUPCOL", "as FACTCOL", "each key column of --on"),
                      new ColumnSpec("…", "any plain type", "what is added to the facts")),
                  "us-flights/airports.csv")),
          List.of(
              new OutputSpec(
                  "enriched",
                  "the facts with the lookup's columns",
                  List.of(
                      new ColumnSpec("…", "as in facts", "every column of the facts"),
                      new ColumnSpec(
                          "FACTCOL_*",
                          "as in lookup",
                          "for each --on, every lookup column but its key; null without a match")))),
          List.of(
              new Variant("scope", "the function gets the lookup from a broadcast scope"),
              new Variant(CAPTURED, "the function captures the map, which travels with every task"),
              new Variant(JOIN, "Spark's broadcast join, once for each --on")),
          List.of("enrich", "--on", "origin=iata", "--on", "destination=iata"));

  @Override
  public JobDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Class<EnrichOptions> optionsType() {
    return EnrichOptions.class;
  }

  @Override
  public Outcome<EnrichResult> run(
      Inputs inputs, EnrichOptions options, String variant, Scopes scopes) {
    Matching matching =
        Matching.of(inputs.required("facts"), inputs.required("lookup"), options.on());
    LookupTables tables = Enrich.tables(matching, options.duplicates());
    Dataset<Row> found =
        switch (variant) {
          case CAPTURED -> Enrich.captured(matching, tables);
          case JOIN -> Enrich.joined(matching, tables);
          default -> Enrich.throughScope(matching, scopes.open(tables));
        };
    return new Outcome<>(
        Map.of("enriched", Enrich.output(found, matching, options.unmatched())),
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
