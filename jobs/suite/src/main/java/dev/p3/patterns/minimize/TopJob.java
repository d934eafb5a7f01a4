package dev.p3.patterns.minimize;

import dev.p3.chart.Bars;
import dev.p3.chart.Chart;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
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
  private static final JobDescription<TopOptions, TopResult> DESCRIPTION =
      JobDescription.<TopOptions, TopResult>of("top", TopOptions.class)
          .pattern("minimize")
          .rule(
              """
              Keep the minimum of information at hand, and never discover again what is already
              known.
              """)
          .summary("gives the first k rows of each group by a column")
          .details(
              """
              Ranks the rows of each group by a column, largest first (or smallest first), and gives
              the first k. Rows without a value (null) rank last, NaN is the largest number. Between
              equal values the other columns of the output decide in their order, smallest first, so
              that the result is the same on any partitioning. A group that has fewer rows gives
              them all; rows whose group is null are a group. Columns that are not asked for are not
              read.

              Bounded heaps on the map side drop what cannot be among the first, so that the shuffle
              grows with groups times k and not with rows. One pass, one shuffle; memory is bounded
              whatever the number of groups, and of rows in one. With --only, two passes over the
              keys, and a Bloom filter of 10 bits for each on the driver and each executor.
              """)
          .scale(
              """
              The shuffle grows with the tasks times the groups times k: larger splits send less,
              --conf spark.sql.files.maxPartitionBytes=1g. A group with most of the rows costs no more
              than another, since each task sends k rows of it.

              Rows that come weakest first, or with few different values of --by, pass the heaps, and
              as many as there are may cross the shuffle: --conf spark.sql.shuffle.partitions=2000.

              Without --group the first k rows are held by one task: a k of millions wants more
              spark.executor.memory.

              A file in .gz or .zst is read by one task, whatever the executors: write it as many files, or
              in a format that can be split.
              """)
          .input(
              InputSpec.table(TABLE, "the rows")
                  .sample("us-flights/flights.parquet")
                  .column("COL", "any with an order", "the columns of --by and --group")
                  .column("…", "any", "all are given unless --keep names some"))
          .input(
              InputSpec.table(ONLY, "keys: only rows of the table that have one of them count")
                  .optional()
                  .withFlag()
                  .column(
                      "…",
                      "as in table",
                      "each column is named as one of the table's; null matches nothing"))
          .output(
              OutputSpec.output(TOP, "at most k rows for each group, in no order")
                  .column("GROUP…", "as in table", "each column of --group")
                  .column("rank", "INT", "1 for the first of its group")
                  .column(
                      "…",
                      "as in table",
                      """
                      with --keep: the --by column, then the named columns in the order given;
                      otherwise all remaining columns in table order
                      """))
          .variant(
              "heaps",
              "bounded heaps on the map side, then a shuffle of what is left",
              (inputs, options, scopes) ->
                  ranked(
                      inputs,
                      options,
                      (table, only, columns) ->
                          only.map(keys -> Top.top(table, keys, columns, options.k(), scopes))
                              .orElseGet(() -> Top.top(table, columns, options.k()))))
          .variant(
              "grouped",
              "groups all rows, sorts every group, cuts",
              (inputs, options, scopes) ->
                  ranked(
                      inputs,
                      options,
                      (table, only, columns) -> Top.grouped(table, only, columns, options.k())))
          .example("--by", "delay", "--group", "origin", "--k", "3")
          .build();

  @Override
  public JobDescription<TopOptions, TopResult> description() {
    return DESCRIPTION;
  }

  @Override
  public List<Class<?>> records() {
    return KnownKeys.classes();
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

  private interface Ranking {
    Dataset<Row> of(Dataset<Row> table, Optional<Dataset<Row>> only, TopColumns columns);
  }

  private static Outcome<TopResult> ranked(Inputs inputs, TopOptions options, Ranking ranking) {
    Dataset<Row> table = inputs.required(TABLE);
    TopColumns columns = TopColumns.of(table, options);
    Dataset<Row> ranked = ranking.of(table, inputs.optional(ONLY), columns);
    return Outcome.of(
        Map.of(TOP, Top.observed(ranked, columns)),
        observed ->
            new TopResult(
                columns.by().name(),
                observed.total(Top.GROUPS),
                observed.total(Top.WITHOUT_VALUE)));
  }
}
