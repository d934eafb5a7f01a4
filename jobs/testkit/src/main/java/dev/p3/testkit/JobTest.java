package dev.p3.testkit;

import static org.apache.spark.sql.functions.rand;

import dev.p3.job.JobCall;
import dev.p3.job.JobResult;
import dev.p3.job.JobRun;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.record.Records;
import dev.p3.table.RowDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.opentest4j.AssertionFailedError;

/**
 * Runs a job on rows that a test hands in, in the session of its {@link SparkTest}.
 *
 * <pre>{@code
 * JobRun<SessionsResult> run = JobTest.of(new SessionsJob())
 *     .input("clicks", click1, click2).option("gap", 30).run();
 * assertThat(run.output("sessions")).hasRows(…);
 *
 * JobTest.of(new SessionsJob()).input("clicks", clicks)
 *     .sameRowsInEveryVariant().onPartitions(1, 2, 7, 64).afterShuffledInput(1, 2, 3);
 * }</pre>
 *
 * <p>Not thread-safe.
 *
 * @param <O> the job's options record
 * @param <R> the job's result record
 */
public final class JobTest<O extends Record, R extends Record & JobResult> {
  private final PatternJob<O, R> job;
  private final Map<String, Dataset<Row>> inputs = new LinkedHashMap<>();
  private final Map<String, Object> options = new LinkedHashMap<>();

  private JobTest(PatternJob<O, R> job) {
    this.job = job;
  }

  /** A test of a job, without inputs and options so far. */
  public static <O extends Record, R extends Record & JobResult> JobTest<O, R> of(
      PatternJob<O, R> job) {
    return new JobTest<>(job);
  }

  /** Gives an input. */
  public JobTest<O, R> input(String name, Dataset<?> rows) {
    inputs.put(name, rows.toDF());
    return this;
  }

  /** Gives an input as records; at least one, which tells the columns. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final <T extends Record> JobTest<O, R> input(String name, T... records) {
    if (records.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot make input '%s' of no record: give an empty Dataset, which has columns",
              name));
    }
    @SuppressWarnings("unchecked") // each is of the array's class
    var type = (Class<T>) records.getClass().getComponentType();
    return input(
        name, TestSession.current().createDataset(Arrays.asList(records), Records.encoder(type)));
  }

  /** Gives an option, as {@link JobCall#option} takes it. */
  public JobTest<O, R> option(String name, Object value) {
    options.put(name, value);
    return this;
  }

  /** Gives all options as the job's record holds them; later ones take the place of these. */
  public JobTest<O, R> options(O values) {
    options.clear();
    options.putAll(job.description().options().words(values));
    // What is given no time needs no flag.
    options.values().removeIf(value -> value instanceof List<?> several && several.isEmpty());
    return this;
  }

  /**
   * Runs the pattern.
   *
   * @throws dev.p3.fault.BadUsageException naming every fault of inputs and options
   */
  public JobRun<R> run() {
    return run(pattern());
  }

  /**
   * Runs a variant.
   *
   * @throws dev.p3.fault.BadUsageException naming every fault of inputs, options and variant
   */
  public JobRun<R> run(String variant) {
    return call(variant, rows -> rows).run();
  }

  /** Fails unless every variant gives the rows of the pattern, in the same columns. */
  public JobTest<O, R> sameRowsInEveryVariant() {
    Map<String, Given> expected = given();
    for (Variant<O, R> variant : twins()) {
      requireSame(
          expected,
          variant.name(),
          rows -> rows,
          String.format(Locale.ROOT, "variant %s", variant.name()));
    }
    return this;
  }

  /** Fails unless every variant gives a result that equals the one of the pattern. */
  public JobTest<O, R> sameResultInEveryVariant() {
    R expected = result(pattern());
    for (Variant<O, R> variant : twins()) {
      R actual = result(variant.name());
      if (!actual.equals(expected)) {
        throw new AssertionFailedError(
            String.format(
                Locale.ROOT,
                "The result of variant %s is %s, that of %s is %s",
                variant.name(),
                actual,
                pattern(),
                expected),
            expected,
            actual);
      }
    }
    return this;
  }

  /** Fails unless the rows are the same on inputs in so many partitions each. */
  public JobTest<O, R> onPartitions(int... counts) {
    Map<String, Given> expected = given();
    for (int count : counts) {
      requireSame(
          expected,
          pattern(),
          rows -> rows.repartition(count),
          String.format(Locale.ROOT, "%d partitions", count));
    }
    return this;
  }

  /** Fails unless the rows are the same whatever the order of the inputs' rows. */
  public JobTest<O, R> afterShuffledInput(long... seeds) {
    Map<String, Given> expected = given();
    for (long seed : seeds) {
      requireSame(
          expected,
          pattern(),
          rows -> rows.orderBy(rand(seed)),
          String.format(Locale.ROOT, "the inputs shuffled with seed %d", seed));
    }
    return this;
  }

  private String pattern() {
    return job.description().variants().get(0).name();
  }

  private List<Variant<O, R>> twins() {
    return job.description().variants().stream().skip(1).toList();
  }

  private JobCall<O, R> call(String variant, UnaryOperator<Dataset<Row>> change) {
    JobCall<O, R> call = JobCall.of(TestSession.current(), job).variant(variant);
    inputs.forEach((name, rows) -> call.input(name, change.apply(rows)));
    options.forEach(call::option);
    return call;
  }

  private R result(String variant) {
    try (JobRun<R> run = run(variant)) {
      return run.result();
    }
  }

  /** What an output is compared by: names and types of its columns, and a digest of its rows. */
  private record Given(List<String> columns, RowDigest rows) {}

  /** What each output of the pattern is, of the inputs as they are. */
  private Map<String, Given> given() {
    try (JobRun<R> run = run()) {
      return given(run);
    }
  }

  private Map<String, Given> given(JobRun<R> run) {
    var given = new LinkedHashMap<String, Given>();
    for (OutputSpec output : job.description().outputs()) {
      Dataset<Row> rows = run.outputs().get(output.name());
      if (rows != null) {
        given.put(
            output.name(), new Given(DatasetAssert.columns(rows.schema()), output.digest(rows)));
      }
    }
    return given;
  }

  private void requireSame(
      Map<String, Given> expected,
      String variant,
      UnaryOperator<Dataset<Row>> change,
      String with) {
    try (JobRun<R> run = call(variant, change).run()) {
      Map<String, Given> actual = given(run);
      if (!actual.keySet().equals(expected.keySet())) {
        throw new AssertionFailedError(
            String.format(
                Locale.ROOT,
                "The outputs of the job are others with %s than those of %s: %s (expected %s)",
                with,
                pattern(),
                String.join(", ", actual.keySet()),
                String.join(", ", expected.keySet())));
      }
      for (OutputSpec output : job.description().outputs()) {
        if (!Objects.equals(actual.get(output.name()), expected.get(output.name()))) {
          throw different(output, run, with);
        }
      }
    }
  }

  /** Shows the rows, which are computed once more. */
  private AssertionFailedError different(OutputSpec output, JobRun<R> run, String with) {
    String sentence =
        String.format(
            Locale.ROOT,
            "The rows of output %s are others with %s than those of %s.",
            output.name(),
            with,
            pattern());
    try (JobRun<R> expected = run()) {
      DatasetAssert.assertThat(output.compared(run.output(output.name())))
          .hasSameRowsAs(output.compared(expected.output(output.name())));
      return new AssertionFailedError(sentence + " Computed once more they are equal.");
    } catch (AssertionFailedError shown) {
      return new AssertionFailedError(sentence + " " + shown.getMessage(), shown);
    }
  }
}
