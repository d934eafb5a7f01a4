package dev.p3.job;

import dev.p3.data.raw.RawRows;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import dev.p3.record.ConnectSession;
import dev.p3.scope.Scopes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A run to be of one job on Datasets. Nothing is looked at before {@link #run}, which reports every
 * fault at once. Not thread-safe.
 *
 * @param <O> the job's options record
 * @param <R> the job's result record
 */
public final class JobCall<O extends Record, R extends Record & JobResult> {
  private final SparkSession spark;
  private final PatternJob<O, R> job;
  private final Map<String, Dataset<Row>> inputs = new LinkedHashMap<>();
  private final Map<String, List<String>> options = new LinkedHashMap<>();
  private String variant;

  private JobCall(SparkSession spark, PatternJob<O, R> job) {
    this.spark = spark;
    this.job = job;
    this.variant = job.description().variants().get(0).name();
  }

  /** A run to be of a job, without inputs and options so far. */
  public static <O extends Record, R extends Record & JobResult> JobCall<O, R> of(
      SparkSession spark, PatternJob<O, R> job) {
    return new JobCall<>(spark, job);
  }

  /**
   * Gives an input: rows of any columns for a table; a column {@code value} of text or bytes for
   * lines; rows of plain types, or raw rows as {@link RawRows} describes them, for raw ones. Of an
   * input that is given twice the last one counts.
   */
  public JobCall<O, R> input(String name, Dataset<?> rows) {
    inputs.put(name, rows.toDF());
    return this;
  }

  /**
   * Gives an option, named as on the command line with or without its dashes. A switch takes true
   * or false; an option that may be given several times takes several calls, or a collection.
   */
  public JobCall<O, R> option(String name, Object value) {
    String flag = name.startsWith("--") ? name.substring(2) : name;
    List<String> words = options.computeIfAbsent(flag, any -> new ArrayList<>());
    if (value instanceof Iterable<?> several) {
      several.forEach(each -> words.add(String.valueOf(each)));
    } else if (value instanceof Object[] several) {
      Arrays.stream(several).forEach(each -> words.add(String.valueOf(each)));
    } else {
      words.add(String.valueOf(value));
    }
    return this;
  }

  /** Takes another variant than the pattern. */
  public JobCall<O, R> variant(String name) {
    variant = name;
    return this;
  }

  /**
   * Describes the work; Spark does it when an output is used. The run is to be closed after that.
   *
   * @throws BadUsageException naming every fault of inputs, options and variant; in a session of
   *     Spark Connect also when the job needs what only a driver has, with what that is
   */
  public JobRun<R> run() {
    if (!ConnectSession.is(spark)) {
      return described();
    }
    try {
      return described();
    } catch (RuntimeException | LinkageError e) {
      throw refusal(e);
    }
  }

  /** What cannot be done through Spark Connect, as one sentence; other failures as they are. */
  private RuntimeException refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<String> reason = ConnectSession.reason(cause);
      if (reason.isPresent()) {
        return new BadUsageException(ConnectSession.refusal("run " + named(), reason.get()));
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  private String named() {
    String name = job.description().name();
    boolean isPattern = job.description().variants().get(0).name().equals(variant);
    return isPattern ? name : name + " --variant " + variant;
  }

  private JobRun<R> described() {
    JobDescription<O, R> description = job.description();
    var faults = new Faults();
    checkInputs(description, faults);
    checkOptionNames(description, faults);
    faults.orFault(() -> description.variant(variant));
    Optional<O> read = faults.orFault(() -> description.options().parse(givenOptions(description)));
    Map<String, Dataset<Row>> ready =
        read.map(values -> ready(description, values, faults)).orElse(Map.of());
    faults.throwIfAny();
    var scopes = new Scopes(spark);
    try {
      O values = read.orElseThrow();
      return new JobRun<>(
          description,
          job.run(new Inputs(ready), values, variant, scopes),
          job.charts(values),
          scopes);
    } catch (RuntimeException | Error e) {
      scopes.close();
      throw e;
    }
  }

  private void checkInputs(JobDescription<O, R> description, Faults faults) {
    List<String> names = description.inputs().stream().map(InputSpec::name).toList();
    for (String name : inputs.keySet()) {
      if (!names.contains(name)) {
        faults.add(
            "Unknown input '%s' of %s (must be one of %s).%s",
            name, description.name(), String.join(", ", names), NearMatch.question(name, names));
      }
    }
    for (InputSpec input : description.inputs()) {
      Dataset<Row> rows = inputs.get(input.name());
      if (rows == null && input.required()) {
        faults.add(
            "Missing input '%s' of %s: %s", input.name(), description.name(), input.meaning());
      } else if (rows != null && rows.isStreaming()) {
        faults.add(
            "Cannot take a stream as input '%s': a run takes rows that are there", input.name());
      } else if (rows != null
          && input.kind() == InputSpec.Kind.LINES
          && !Arrays.equals(rows.columns(), new String[] {"value"})) {
        faults.add(
            "Cannot take input '%s' as lines: its columns are %s (must be one column 'value' of STRING or BINARY)",
            input.name(), Arrays.toString(rows.columns()));
      }
    }
  }

  private void checkOptionNames(JobDescription<O, R> description, Faults faults) {
    List<String> flags = description.options().specs().stream().map(OptionSpec::flag).toList();
    for (String flag : options.keySet()) {
      if (!flags.contains(flag)) {
        faults.add(
            "Unknown option '%s' of %s (must be one of %s).%s",
            flag, description.name(), String.join(", ", flags), NearMatch.question(flag, flags));
      }
    }
  }

  /** Those that are given, without switches that are off. */
  private Map<String, List<String>> givenOptions(JobDescription<O, R> description) {
    var given = new LinkedHashMap<>(options);
    for (OptionSpec option : description.options().specs()) {
      if (option.isSwitch()
          && given.getOrDefault(option.flag(), List.of()).equals(List.of("false"))) {
        given.remove(option.flag());
      }
    }
    return given;
  }

  private Map<String, Dataset<Row>> ready(
      JobDescription<O, R> description, O values, Faults faults) {
    var ready = new LinkedHashMap<String, Dataset<Row>>();
    for (InputSpec input : description.inputs()) {
      Dataset<Row> rows = inputs.get(input.name());
      if (rows != null && input.kind() == InputSpec.Kind.RAW) {
        faults
            .orFault(() -> RawRows.of(rows, "input '" + input.name() + "'", job.rawColumns(values)))
            .ifPresent(raw -> ready.put(input.name(), raw));
      } else if (rows != null) {
        ready.put(input.name(), rows);
      }
    }
    return ready;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s of %s with %s", job.description().name(), inputs.keySet(), options);
  }
}
