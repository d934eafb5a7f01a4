package dev.p3.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.scope.Scopes;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class JobDescriptionTest {
  record FirstOptions(
      @Option(value = "how many rows", label = "N", required = true, min = 1) int rows,
      @Option("the last ones") boolean last) {}

  record FirstResult(String way) implements JobResult {}

  private static final JobDescription<FirstOptions, FirstResult> PAGE =
      complete().example("--rows", "3").build();
  private static final PatternJob<FirstOptions, FirstResult> JOB = () -> PAGE;

  private static JobDescription.Builder<FirstOptions, FirstResult> begun(String name) {
    return JobDescription.<FirstOptions, FirstResult>of(name, FirstOptions.class);
  }

  private static JobDescription.Builder<FirstOptions, FirstResult> complete() {
    return begun("first")
        .pattern("map-reduce")
        .rule(
            """
            Read no more
            than is asked for.
            """)
        .summary("gives the first rows")
        .details(
            """
            Reads from the beginning
            and stops.

            One task.
            """)
        .input(
            InputSpec.table("table", "the rows")
                .sample("us-flights/airports.csv")
                .column("…", "any", "all are given"))
        .output(OutputSpec.output("rows", "those rows").column("…", "any", "as in table"))
        .variant("short", "stops early", (inputs, options, scopes) -> outcome("short", inputs))
        .variant("long", "reads on", (inputs, options, scopes) -> outcome("long", inputs));
  }

  private static Outcome<FirstResult> outcome(String way, Inputs inputs) {
    return Outcome.of(Map.of("rows", inputs.required("table")), observed -> new FirstResult(way));
  }

  @Test
  void takesLineBreaksInTextForBlanksAndBlankLinesForParagraphs() {
    assertThat(PAGE.rule()).isEqualTo("Read no more than is asked for.");
    assertThat(PAGE.details()).containsExactly("Reads from the beginning and stops.", "One task.");
  }

  @Test
  void beginsTheExampleWithTheName() {
    assertThat(PAGE.example()).containsExactly("first", "--rows", "3");
    assertThat(PAGE.exampleOptions()).isEqualTo(new FirstOptions(3, false));
  }

  @Test
  void runsTheFunctionOfTheVariant() {
    assertThat(result("short")).isEqualTo(new FirstResult("short"));
    assertThat(result("long")).isEqualTo(new FirstResult("long"));
  }

  @Test
  void refusesAVariantThatThereIsNot() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> result("shrot"))
        .withMessage(
            "Invalid --variant: 'shrot' (must be one of short, long). Did you mean 'short'?");
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> result(""))
        .withMessage("Invalid --variant: '' (must be one of short, long).");
  }

  private static FirstResult result(String variant) {
    Dataset<Row> rows = LocalSpark.spark().range(1).toDF();
    try (var scopes = new Scopes(LocalSpark.spark())) {
      return JOB.run(new Inputs(Map.of("table", rows)), new FirstOptions(1, false), variant, scopes)
          .result()
          .apply(new Observed(Map.of()));
    }
  }

  @Test
  void tellsTheAuthorAllThatIsMissing() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> begun("first").example("--rows", "3").build())
        .withMessageStartingWith("Cannot describe job 'first': ")
        .withMessageContainingAll(
            "it has no pattern",
            "it has no rule",
            "it has no summary",
            "it has no details",
            "it has no input",
            "it has no output",
            "it has no variant");
  }

  @Test
  void tellsTheAuthorOfNamesThatCannotBeTypedOrDistinguished() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                complete()
                    .input(InputSpec.table("Other_Table", "more").inBlocks())
                    .input(InputSpec.lines("last", "as an option is called").withFlag())
                    .output(OutputSpec.output("rows", "again"))
                    .output(OutputSpec.output("rest", "others").onlyWith("rest"))
                    .example("--rows", "3")
                    .build())
        .withMessage(
            "Cannot describe job 'first': input 'Other_Table' is not in kebab case, as in min-count;"
                + " output 'rows' is there twice;"
                + " output 'rest' depends on --rest, which is no option;"
                + " --last is an input and an option;"
                + " input 'Other_Table' is in blocks and has no lines");
  }

  @Test
  void tellsTheAuthorOfAnExampleThatCannotBeTyped() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> complete().example("--row", "3", "--last").build())
        .withMessageContaining("the example: Unknown option '--row'")
        .withMessageContaining("Did you mean '--rows'?");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> complete().example("--last").build())
        .withMessage("Cannot describe job 'first': the example has no --rows");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> complete().example("--last", "--rows").build())
        .withMessageContaining("the example: Missing value of --rows N");
  }

  @Test
  void inputsAndOutputsKeepWhatTheyHaveWhenMoreIsSaid() {
    InputSpec input =
        InputSpec.lines("stop", "tokens").withFlag().optional().inBlocks().sample("a/b.txt");
    OutputSpec output =
        OutputSpec.output("times", "how long")
            .onlyWith("last")
            .sameTo(9)
            .measuredColumn("ns", "BIGINT", "nanoseconds");

    assertThat(input.required()).isFalse();
    assertThat(input.hasFlag()).isTrue();
    assertThat(input.isInBlocks()).isTrue();
    assertThat(input.sample()).contains("a/b.txt");
    assertThat(InputSpec.lines("text", "a text").required()).isTrue();
    assertThat(output.measured()).containsExactly("ns");
    assertThat(output.significantDigits()).isEqualTo(9);
    assertThat(output.onlyWith()).contains("last");
  }
}
