package dev.p3.patterns.mapreduce;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static dev.p3.testkit.DatasetAssert.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.job.ColumnSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobRun;
import dev.p3.job.OptionsRecord;
import dev.p3.job.Outcome;
import dev.p3.scope.ClosedScopeException;
import dev.p3.scope.Scopes;
import dev.p3.testkit.JobTest;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordCountJobTest {
  private static final WordCountJob JOB = new WordCountJob();
  private static final WordCountOptions DEFAULTS = OptionsRecord.defaults(WordCountOptions.class);

  @Test
  void hasTheOptionsAndDefaultsOfTheCommandLine() {
    assertThat(DEFAULTS)
        .isEqualTo(new WordCountOptions(Tokens.WORDS, 1, OptionalLong.empty(), UTF_8));
    assertThat(
            OptionsRecord.of(WordCountOptions.class)
                .parse(
                    Map.of(
                        "tokens", List.of("whitespace"),
                        "min-count", List.of("2"),
                        "top", List.of("10"),
                        "encoding", List.of("latin1"))))
        .isEqualTo(new WordCountOptions(Tokens.WHITESPACE, 2, OptionalLong.of(10), ISO_8859_1));
  }

  @Test
  void refusesOptionsOutOfRangeAllAtOnce() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> new WordCountOptions(null, 0, OptionalLong.of(0), UTF_8))
        .satisfies(
            e ->
                assertThat(e.faults())
                    .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("Missing --tokens words|whitespace"),
                        fault ->
                            assertThat(fault)
                                .isEqualTo("Invalid --min-count: 0 (must be at least 1)"),
                        fault ->
                            assertThat(fault)
                                .isEqualTo("Invalid --top: 0 (must be 1 to 2147483647)")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"combined", "grouped"})
  void givesTheDescribedColumnsAndAPlainResult(String variant) {
    try (JobRun<WordCountResult> run = of(table("value STRING", row("b a b"))).run(variant)) {
      assertThat(run.output("counts")).hasRows(row("a", 1L), row("b", 2L));
      assertThat(run.output("counts").columns())
          .containsExactly(
              JOB.description().outputs().get(0).columns().stream()
                  .map(ColumnSpec::name)
                  .toArray(String[]::new));
      assertThat(run.result()).isEqualTo(new WordCountResult("UTF-8", 0));
      assertThat(run.result().remarks()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"combined", "grouped"})
  void reportsTheMalformedBytesOfEveryPartition(String variant) {
    byte[] lone = {'a', ' ', (byte) 0x80};
    byte[] truncated = {'a', ' ', (byte) 0xE2, (byte) 0x82};
    byte[] nothingElse = {(byte) 0xFF};
    Dataset<Row> text =
        table(
                "value BINARY",
                row((Object) lone),
                row((Object) "a clean line \uFFFD".getBytes(UTF_8)),
                row((Object) truncated),
                row((Object) nothingElse))
            .repartition(4);

    try (JobRun<WordCountResult> run = of(text).run(variant)) {
      assertThat(run.output("counts")).hasRows(row("a", 3L), row("clean", 1L), row("line", 1L));
      assertThat(run.result()).isEqualTo(new WordCountResult("UTF-8", 4));
      assertThat(run.result().remarks())
          .containsExactly(
              "4 malformed bytes were replaced by U+FFFD: the text is not all UTF-8 (--encoding names another encoding)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"combined", "grouped"})
  void reportsMalformedBytesWhenNoTokenIsLeft(String variant) {
    byte[] malformed = {(byte) 0x80};

    try (JobRun<WordCountResult> run =
        of(table("value BINARY", row((Object) malformed))).run(variant)) {
      assertThat(run.output("counts")).isEmpty();
      assertThat(run.result().remarks())
          .singleElement()
          .asString()
          .startsWith("1 malformed byte was");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"combined", "grouped"})
  void countsNothingInAnEmptyInput(String variant) {
    try (JobRun<WordCountResult> run = of(table("value BINARY")).run(variant)) {
      assertThat(run.output("counts")).isEmpty();
      assertThat(run.result()).isEqualTo(new WordCountResult("UTF-8", 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"combined", "grouped"})
  void leavesOutTheStopWordsOfItsSecondInput(String variant) {
    try (JobRun<WordCountResult> run =
        of(table("value STRING", row("the whale and the sea")))
            .input("stop", table("value BINARY", row((Object) "The AND".getBytes(UTF_8))))
            .run(variant)) {
      assertThat(run.output("counts")).hasRows(row("whale", 1L), row("sea", 1L));
    }
  }

  @Test
  void doesNothingBeforeAnActionAndRefusesOneAfterItsScopeIsClosed() {
    Outcome<WordCountResult> outcome;
    try (var scopes = new Scopes(LocalSpark.spark())) {
      var inputs = new Inputs(Map.of("text", table("value STRING", row("a"))));
      outcome = JOB.run(inputs, DEFAULTS, "combined", scopes);
    }

    assertThat(outcome.outputs()).containsOnlyKeys("counts");
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> outcome.outputs().get("counts").collectAsList())
        .satisfies(
            e -> assertThat(causes(e)).hasAtLeastOneElementOfType(ClosedScopeException.class));
  }

  @Test
  void namesTheInputThatIsMissing() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> JobTest.of(JOB).run())
        .withMessageStartingWith("Missing input 'text' of word-count: ");
  }

  private static List<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, e -> e != null, Throwable::getCause).toList();
  }

  private static JobTest<WordCountOptions, WordCountResult> of(Dataset<Row> text) {
    return JobTest.of(JOB).input("text", text);
  }
}
