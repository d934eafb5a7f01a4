package dev.p3.testkit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.sum;

import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.JobResult;
import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A job that adds pieces up, with twins: a right one, one that hangs on the order of rows, one with
 * another type.
 */
final class FruitJob implements PatternJob<FruitJob.Options, FruitJob.Result> {
  public record Options(
      @Option(value = "the fewest pieces", label = "N", defaultValue = "0", min = 0) int atLeast) {
    public Options {
      OptionsRecord.check(Options.class, atLeast);
    }
  }

  public record Result(long names) implements JobResult {}

  private final JobDescription<Options, Result> description;

  /** With a twin. */
  FruitJob(String twin) {
    JobDescription.Builder<Options, Result> page =
        JobDescription.<Options, Result>of("fruit", Options.class)
            .pattern("sum")
            .rule("Add up.")
            .summary("adds pieces up by name")
            .details("Adds pieces up by name.")
            .input(
                InputSpec.table("fruit", "the fruit")
                    .column("name", "STRING", "its name")
                    .sample("none.csv"))
            .output(
                OutputSpec.output("pieces", "a row for each name")
                    .column("name", "STRING", "its name")
                    .column("pieces", "BIGINT", "how many"))
            .variant("sums", "adds them up", (inputs, options, scopes) -> sums(inputs, options));
    if (twin.equals("first")) {
      page.variant(
          "first", "takes the first", (inputs, options, scopes) -> firsts(inputs, "bigint"));
    }
    if (twin.equals("int")) {
      page.variant("int", "has another type", (inputs, options, scopes) -> firsts(inputs, "int"));
    }
    if (twin.equals("sql")) {
      page.variant("sql", "adds them up too", (inputs, options, scopes) -> sums(inputs, options));
    }
    description = page.build();
  }

  @Override
  public JobDescription<Options, Result> description() {
    return description;
  }

  private static Outcome<Result> sums(Inputs inputs, Options options) {
    Dataset<Row> sums =
        inputs
            .required("fruit")
            .groupBy("name")
            .agg(sum("pieces").as("pieces"))
            .where(col("pieces").geq(options.atLeast()));
    return Outcome.of(
        Map.of("pieces", sums), observed -> new Result(observed.written("pieces").orElseThrow()));
  }

  private static Outcome<Result> firsts(Inputs inputs, String type) {
    Dataset<Row> firsts =
        inputs.required("fruit").groupBy("name").agg(first("pieces").cast(type).as("pieces"));
    return Outcome.of(Map.of("pieces", firsts), observed -> new Result(0));
  }
}
