package dev.p3.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.p3.LocalSpark;
import dev.p3.chart.Bars;
import dev.p3.chart.Chart;
import dev.p3.chart.HeatMap;
import dev.p3.chart.PointMap;
import dev.p3.chart.Scatter;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.job.ColumnSpec;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.JobRegistry;
import dev.p3.job.JobResult;
import dev.p3.job.Observed;
import dev.p3.job.Option;
import dev.p3.job.OptionSpec;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.scope.Scopes;
import dev.p3.table.RowDigest;
import dev.p3.testkit.RecordChecks;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every job keeps to; a new one is held to it by being registered. */
class PatternJobContractTest {
  private static final String NONSENSE = "no such value!";
  private static final SampleRows SAMPLES = new SampleRows(LocalSpark.spark());
  private static final String SQL_TYPE = "[A-Z]+(\\(\\d+(,\\d+)?\\))?";

  static Stream<Named<PatternJob<?, ?>>> jobs() {
    return new PatternJobs().jobs().stream().map(job -> Named.of(job.description().name(), job));
  }

  @Test
  void everyJobHasANameOfItsOwnAndALineInTheReadme() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));

    assertThat(JobRegistry.ofThread().names()).doesNotHaveDuplicates();
    for (PatternJob<?, ?> job : new PatternJobs().jobs()) {
      JobDescription<?, ?> description = job.description();
      String twins =
          description.variants().stream()
              .skip(1)
              .map(twin -> "`" + twin.name() + "`")
              .collect(Collectors.joining(", "));
      assertThat(readme.lines())
          .as("the README's table of jobs")
          .anyMatch(
              line ->
                  line.startsWith(
                          "| `%s` | %s |".formatted(description.name(), description.pattern()))
                      && line.endsWith("| %s |".formatted(twins)));
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void saysAllThatAUserNeeds(PatternJob<?, ?> job) {
    JobDescription<?, ?> description = job.description();

    assertThat(job.description()).isSameAs(description);
    assertThat(description.rule()).endsWith(".");
    assertThat(description.details()).allSatisfy(text -> assertThat(text).endsWith("."));
    assertThat(phrases(description))
        .allSatisfy(phrase -> assertThat(phrase).isNotBlank().doesNotEndWith("."));
    assertThat(description.inputs())
        .allSatisfy(input -> assertThat(input.columns()).isNotEmpty())
        .filteredOn(InputSpec::required)
        .allSatisfy(input -> assertThat(Tables.sample(input.sample().orElseThrow())).exists());
    for (OutputSpec output : description.outputs()) {
      assertThat(output.columns()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(output.columns().stream().map(ColumnSpec::name)).containsAll(output.measured());
    }
  }

  private static List<String> phrases(JobDescription<?, ?> description) {
    var phrases = new ArrayList<>(List.of(description.summary()));
    description.options().specs().stream().map(OptionSpec::meaning).forEach(phrases::add);
    description.inputs().stream().map(InputSpec::meaning).forEach(phrases::add);
    description.outputs().stream().map(OutputSpec::meaning).forEach(phrases::add);
    description.variants().stream().map(Variant::meaning).forEach(phrases::add);
    Stream.concat(
            description.inputs().stream().flatMap(input -> input.columns().stream()),
            description.outputs().stream().flatMap(output -> output.columns().stream()))
        .map(ColumnSpec::meaning)
        .forEach(phrases::add);
    return phrases;
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void itsRecordsAreKnownToKryo(PatternJob<?, ?> job) {
    RecordChecks.registered(job.records().toArray(Class<?>[]::new));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <O extends Record, R extends Record & JobResult> void readsItsExampleBackAsItWritesIt(
      PatternJob<O, R> job) {
    JobDescription<O, R> description = job.description();
    O options = description.exampleOptions();

    assertThat(description.example()).startsWith(description.name());
    assertThat(description.options().parse(EveryVariant.options(job))).isEqualTo(options);
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <O extends Record, R extends Record & JobResult> void refusesNonsenseForEachOption(
      PatternJob<O, R> job) {
    for (OptionSpec option : job.description().options().specs()) {
      Map<String, List<String>> values = EveryVariant.options(job);
      values.put(option.flag(), List.of(NONSENSE));

      // Text is looked at when the columns or classes are known that it names.
      assertThatExceptionOfType(BadUsageException.class)
          .as("--" + option.flag())
          .isThrownBy(() -> run(job, job.description().options().parse(values), SAMPLES.of(job)))
          .satisfies(
              refused ->
                  assertThat(refused.faults())
                      .anyMatch(
                          fault ->
                              fault.contains("--" + option.flag())
                                  || fault.contains("'" + NONSENSE + "'")));
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <O extends Record, R extends Record & JobResult> void needsTheOptionsThatItSays(
      PatternJob<O, R> job) {
    for (OptionSpec option : job.description().options().specs()) {
      if (option.required()) {
        Map<String, List<String>> values = EveryVariant.options(job);
        values.remove(option.flag());

        assertThatExceptionOfType(BadUsageException.class)
            .isThrownBy(() -> job.description().options().parse(values))
            .withMessageStartingWith("Missing --" + option.flag());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <O extends Record, R extends Record & JobResult> void refusesNumbersThatAreOutOfRange(
      PatternJob<O, R> job) {
    RecordComponent[] components =
        job.description().exampleOptions().getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      OptionSpec option = job.description().options().specs().get(i);
      Option range = components[i].getAnnotation(Option.class);
      var outside = new ArrayList<Long>();
      if (range.min() != Long.MIN_VALUE) {
        outside.add(range.min() - 1);
      }
      if (range.max() != Long.MAX_VALUE) {
        outside.add(range.max() + 1);
      }
      for (Long number : outside) {
        Map<String, List<String>> values = EveryVariant.options(job);
        values.put(option.flag(), List.of(number.toString()));

        assertThatExceptionOfType(BadUsageException.class)
            .isThrownBy(() -> job.description().options().parse(values))
            .withMessageStartingWith("Invalid --" + option.flag())
            .withMessageContaining(number.toString())
            .withMessageContaining(option.range());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <O extends Record, R extends Record & JobResult> void refusesAVariantThatItDoesNotHave(
      PatternJob<O, R> job) {
    String name = job.description().variants().get(0).name();
    O options = job.description().exampleOptions();

    try (var scopes = new Scopes(LocalSpark.spark())) {
      assertThatExceptionOfType(BadUsageException.class)
          .isThrownBy(() -> job.run(new Inputs(SAMPLES.of(job)), options, name + "x", scopes))
          .withMessageStartingWith("Invalid --variant: '%sx' (must be one of %s, ", name, name)
          .withMessageEndingWith("Did you mean '%s'?", name);
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <O extends Record, R extends Record & JobResult> void needsTheInputsThatItSays(
      PatternJob<O, R> job) {
    for (InputSpec input : job.description().inputs()) {
      if (input.required()) {
        var inputs = new HashMap<>(SAMPLES.of(job));
        inputs.remove(input.name());

        assertThatExceptionOfType(BadUsageException.class)
            .isThrownBy(() -> run(job, job.description().exampleOptions(), inputs))
            .withMessage("Missing input '%s'", input.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <O extends Record, R extends Record & JobResult> void givesWhatItDescribesInEveryVariant(
      PatternJob<O, R> job) {
    JobDescription<O, R> description = job.description();
    O options = description.exampleOptions();
    Map<String, RowDigest> expected = EveryVariant.expected(job).orElse(null);
    for (Variant<O, R> variant : description.variants()) {
      try (var scopes = new Scopes(LocalSpark.spark())) {
        Outcome<R> outcome = job.run(new Inputs(SAMPLES.of(job)), options, variant.name(), scopes);

        assertThat(outcome.outputs())
            .as(variant.name())
            .containsOnlyKeys(
                description.outputs().stream()
                    .filter(
                        output ->
                            output
                                .onlyWith()
                                .map(EveryVariant.options(job)::containsKey)
                                .orElse(true))
                    .map(OutputSpec::name)
                    .toList());
        for (OutputSpec output : description.outputs()) {
          Dataset<Row> rows = outcome.outputs().get(output.name());
          if (rows != null) {
            requireColumns(output, rows);
          }
        }
        Map<String, RowDigest> digests = EveryVariant.digests(description, outcome.outputs());
        expected = expected == null ? digests : expected;
        assertThat(digests).as(variant.name()).isEqualTo(expected);
        requireChartsOfRealColumns(description, outcome, job.charts(options));
        assertThat(outcome.result().apply(new Observed(Map.of())).remarks()).isNotNull();
      }
    }
    String main = description.outputs().get(0).name();
    assertThat(expected.get(main).rows()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  <O extends Record, R extends Record & JobResult> void takesInputsWithoutRowsOrSaysWhy(
      PatternJob<O, R> job) {
    var empty = new HashMap<String, Dataset<Row>>();
    SAMPLES.of(job).forEach((name, rows) -> empty.put(name, rows.limit(0)));

    Throwable refusal = catchThrowable(() -> run(job, job.description().exampleOptions(), empty));

    if (refusal != null) {
      assertThat(refusal)
          .isInstanceOfAny(BadUsageException.class, JobFailedException.class)
          .hasMessageStartingWith("Cannot ");
    }
  }

  private static void requireChartsOfRealColumns(
      JobDescription<?, ?> description, Outcome<?> outcome, Map<String, List<Chart>> charts) {
    assertThat(description.outputs().stream().map(OutputSpec::name)).containsAll(charts.keySet());
    for (OutputSpec output : description.outputs()) {
      Dataset<Row> rows = outcome.outputs().get(output.name());
      List<String> columns =
          rows == null
              ? output.columns().stream().map(ColumnSpec::name).toList()
              : Arrays.asList(rows.columns());
      assertThat(charts.getOrDefault(output.name(), List.of()))
          .allSatisfy(chart -> assertThat(columns).containsAll(columns(chart)));
    }
  }

  /** Runs the pattern to its end. */
  private static <O extends Record, R extends Record & JobResult> void run(
      PatternJob<O, R> job, O options, Map<String, Dataset<Row>> inputs) {
    try (var scopes = new Scopes(LocalSpark.spark())) {
      String pattern = job.description().variants().get(0).name();
      Outcome<R> outcome = job.run(new Inputs(inputs), options, pattern, scopes);
      outcome.outputs().values().forEach(Dataset::collectAsList);
      outcome.result().apply(new Observed(Map.of()));
    }
  }

  /** The names and types in their order; what stands for names stands for any number of them. */
  private static void requireColumns(OutputSpec output, Dataset<Row> rows) {
    String described =
        output.columns().stream()
            .map(
                column ->
                    isName(column)
                        ? "\\Q%s\\E;".formatted(column.name())
                        : "(%s[^;]*;)*".formatted(column.name().replaceFirst("[…A-Z*].*", "")))
            .collect(Collectors.joining());
    assertThat(Arrays.stream(rows.columns()).collect(Collectors.joining(";", "", ";")))
        .as(output.name())
        .matches(described);
    for (ColumnSpec column : output.columns()) {
      if (isName(column)) {
        StructField field = rows.schema().apply(column.name());
        assertThat(column.type()).matches(SQL_TYPE);
        assertThat(field.dataType()).as(column.name()).isEqualTo(DataType.fromDDL(column.type()));
      }
    }
  }

  private static boolean isName(ColumnSpec column) {
    return column.name().matches("[a-z][a-z0-9_]*");
  }

  private static List<String> columns(Chart chart) {
    if (chart instanceof Bars bars) {
      return Stream.concat(bars.labels().stream(), bars.values().stream()).toList();
    }
    if (chart instanceof HeatMap map) {
      return List.of(map.across(), map.down(), map.value());
    }
    if (chart instanceof Scatter scatter) {
      return Stream.of(Stream.of(scatter.across(), scatter.up()), scatter.group().stream())
          .flatMap(names -> names)
          .toList();
    }
    PointMap map = (PointMap) chart;
    return Stream.concat(Stream.of(map.position()), map.link().stream())
        .flatMap(position -> Stream.of(position.latitude(), position.longitude()))
        .toList();
  }
}
