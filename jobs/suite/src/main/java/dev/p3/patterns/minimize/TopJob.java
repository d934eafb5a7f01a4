package dev.p3.patterns.minimize;

import dev.p3.chart.Bars;
import dev.p3.chart.Chart;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code top}: the best k rows of each group. */
public final class TopJob implements PatternJob<TopOptions, TopResult> {
  private static final String TABLE = "table";
  private static final String ONLY = "only";
  private static final String TOP = "top";
  private static final String GROUPED = "grouped";
  private static final JobDescription DESCRIPTION =
      new JobDescription(
          "top",
          "minimize",
          "gives the first k rows of each group by a column",
          "Ranks the rows of each group by a column, largest first (or smallest first), and gives the first k. Rows without a value (null) rank last, NaN is the largest number. Between equal values the other columns of the output decide in their order, smallest first, so that the result is the same on any partitioning. A group that has fewer rows gives them all; rows whose group is null are a group. Columns that are not asked for are not read. Bounded heaps on the map side drop what cannot be among the first, so that the shuffle grows with groups times k and not with rows. One pass, one shuffle; memory is bounded whatever the number of groups, and of rows in one. With --only, two passes over the keys, and a Bloom filter of 10 bits for each on the driver and each executor.",
          List.of(
              new InputSpec(
                  TABLE,
                  InputSpec.Kind.TABLE,
                  true,
                  "the rows",
                  List.of(
                      new ColumnSpec("COL", "any with an order", "the columns of --by and --group"),
                      new ColumnSpec("…", "any", "all are given unless --keep names some")),
                  "us-flights/flights.parquet"),
              new InputSpec(
                      ONLY,
                      InputSpec.Kind.TABLE,
                      false,
                      "keys: only rows of the table that have one of them count",
                      List.of(
                          new ColumnSpec(
                              "…",
                              "as in table",
                              "each column is named as one of the table's; null matches nothing")),
                      null)
                  .withFlag()),
          List.of(
              new OutputSpec(
                  TOP,
                  "at most k rows for each group, in no order",
                  List.of(
                      new ColumnSpec("GROUP…", "as in table", "each column of --group"),
                      new ColumnSpec("rank", "INT", "1 for the first of its group"),
                      new ColumnSpec(
                          "…",
                          "as in table",
                          "with --keep, the --by column unless named and the columns named, as they are named; else all others, as they stand in the table")))),
          List.of(
              new Variant("heaps", "bounded heaps on the map side, then a shuffle of what is left"),
              new Variant(GROUPED, "groups all rows, sorts every group, cuts")),
          List.of("top", "--by", "delay", "--group", "origin", "--k", "3"));

  @Override
  public JobDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Class<TopOptions> optionsType() {
    return TopOptions.class;
  }

  @Override
  public Map<String, List<Chart>> charts(TopOptions options) {
    return Map.of(
        TOP,
        List.of(
            new Bars(
                Stream.concat(options.group().stream(), Stream.of(TopColumns.RANK)).toList(),
                List.of(options.by()),
                options.by())));
  }

  @Override
  public Outcome<TopResult> run(Inputs inputs, TopOptions options, String variant, Scopes scopes) {
    Dataset<Row> table = inputs.required(TABLE);
    Optional<Dataset<Row>> only = inputs.optional(ONLY);
    TopColumns columns = TopColumns.of(table, options);
    Dataset<Row> ranked =
        variant.equals(GROUPED)
            ? Top.grouped(table, only, options)
            : only.map(keys -> Top.top(table, keys, options, scopes))
                .orElseGet(() -> Top.top(table, options));
    return new Outcome<>(
        Map.of(TOP, Top.observed(ranked, columns)),
        observed ->
            new TopResult(
                columns.by().name(),
                observed.total(Top.GROUPS),
                observed.total(Top.WITHOUT_VALUE)));
  }
}
