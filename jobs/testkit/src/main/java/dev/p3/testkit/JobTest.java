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

  /** Fails unless every variant gives the rows of the pattern. */
  public JobTest<O, R> sameRowsInEveryVariant() {
    Map<String, RowDigest> expected = digests(pattern(), rows -> rows);
    for (Variant<O, R> variant : job.description().variants()) {
      requireSame(
          expected,
          digests(variant.name(), rows -> rows),
          String.format(Locale.ROOT, "variant %s", variant.name()));
    }
    return this;
  }

  /** Fails unless the rows are the same on inputs in so many partitions each. */
  public JobTest<O, R> onPartitions(int... counts) {
    Map<String, RowDigest> expected = digests(pattern(), rows -> rows);
    for (int count : counts) {
      requireSame(
          expected,
          digests(pattern(), rows -> rows.repartition(count)),
          String.format(Locale.ROOT, "%d partitions", count));
    }
    return this;
  }

  /** Fails unless the rows are the same whatever the order of the inputs' rows. */
  public JobTest<O, R> afterShuffledInput(long... seeds) {
    Map<String, RowDigest> expected = digests(pattern(), rows -> rows);
    for (long seed : seeds) {
      requireSame(
          expected,
          digests(pattern(), rows -> rows.orderBy(rand(seed))),
          String.format(Locale.ROOT, "the inputs shuffled with seed %d", seed));
    }
    return this;
  }

  private String pattern() {
    return job.description().variants().get(0).name();
  }

  private JobCall<O, R> call(String variant, UnaryOperator<Dataset<Row>> change) {
    JobCall<O, R> call = JobCall.of(TestSession.current(), job).variant(variant);
    inputs.forEach((name, rows) -> call.input(name, change.apply(rows)));
    options.forEach(call::option);
    return call;
  }

  /** What each output holds, but for measurements, to the digits that the job promises. */
  private Map<String, RowDigest> digests(String variant, UnaryOperator<Dataset<Row>> change) {
    var digests = new LinkedHashMap<String, RowDigest>();
    try (JobRun<R> run = call(variant, change).run()) {
      for (OutputSpec output : job.description().outputs()) {
        Dataset<Row> rows = run.outputs().get(output.name());
        if (rows != null) {
          digests.put(output.name(), output.digest(rows));
        }
      }
    }
    return digests;
  }

  private void requireSame(
      Map<String, RowDigest> expected, Map<String, RowDigest> actual, String with) {
    List<String> different =
        expected.keySet().stream()
            .filter(output -> !expected.get(output).equals(actual.get(output)))
            .toList();
    if (!different.isEmpty() || !actual.keySet().equals(expected.keySet())) {
      throw new AssertionFailedError(
          String.format(
              Locale.ROOT,
              "The rows of %s are others with %s than those of %s: %s, expected %s",
              different.isEmpty() ? "the job" : "output " + String.join(", ", different),
              with,
              pattern(),
              actual,
              expected));
    }
  }
}
