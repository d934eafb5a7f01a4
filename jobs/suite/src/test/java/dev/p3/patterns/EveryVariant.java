package dev.p3.patterns;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.p3.console.Json;
import dev.p3.job.JobCall;
import dev.p3.job.JobDescription;
import dev.p3.job.JobResult;
import dev.p3.job.JobRun;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** All jobs in all variants on {@link SampleRows}, run as programs do. */
final class EveryVariant {
  private EveryVariant() {}

  /** What each gave: the job, its variant, and the digests of outputs or what was thrown. */
  static List<String> run(SparkSession spark) {
    var samples = new SampleRows(spark);
    var lines = new ArrayList<String>();
    for (PatternJob<?, ?> job : new PatternJobs().jobs()) {
      for (Variant<?, ?> variant : job.description().variants()) {
        lines.add(line(job, variant.name(), outcome(spark, job, variant.name(), samples)));
      }
    }
    return lines;
  }

  /**
   * The lines of {@link #run} when all gave what {@link #expected} says; of a job of which that
   * says nothing, when all variants gave what the first one did.
   */
  static List<String> expectedLines(List<String> found) {
    var lines = new ArrayList<String>();
    for (PatternJob<?, ?> job : new PatternJobs().jobs()) {
      String outcome =
          expected(job)
              .map(Object::toString)
              .orElseGet(() -> firstOutcome(found, job.description().name()));
      for (Variant<?, ?> variant : job.description().variants()) {
        lines.add(line(job, variant.name(), outcome));
      }
    }
    return lines;
  }

  private static String firstOutcome(List<String> lines, String job) {
    String first = lines.stream().filter(line -> line.startsWith(job)).findFirst().orElse("");
    String outcome = first.substring(first.indexOf(": ") + 2);
    return outcome.startsWith("{") ? outcome : "digests of its outputs";
  }

  static String line(PatternJob<?, ?> job, String variant, String outcome) {
    return "%s, %s: %s".formatted(job.description().name(), variant, outcome);
  }

  private static <O extends Record, R extends Record & JobResult> String outcome(
      SparkSession spark, PatternJob<O, R> job, String variant, SampleRows samples) {
    JobCall<O, R> call = JobCall.of(spark, job).variant(variant);
    samples.of(job).forEach(call::input);
    job.description().exampleValues().forEach(call::option);
    try (JobRun<R> run = call.run()) {
      return digests(job.description(), run.outputs()).toString();
    } catch (Throwable e) { // the other variants go on; the test says what each gave
      e.printStackTrace();
      return sentence(e);
    }
  }

  /** The first line of a message. */
  static String sentence(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
  }

  /** The digests of outputs, by name in the order of the alphabet. */
  static Map<String, RowDigest> digests(
      JobDescription<?, ?> description, Map<String, Dataset<Row>> outputs) {
    var digests = new TreeMap<String, RowDigest>();
    for (OutputSpec output : description.outputs()) {
      Dataset<Row> rows = outputs.get(output.name());
      if (rows != null) {
        digests.put(output.name(), output.digest(rows));
      }
    }
    return digests;
  }

  /**
   * What {@link #digests} are on every session, as recorded in {@code sample-digests.json}; empty
   * for {@code serialize}, which measures bytes that differ between lines of Spark.
   */
  static Optional<Map<String, RowDigest>> expected(PatternJob<?, ?> job) {
    try (InputStream file = EveryVariant.class.getResourceAsStream("sample-digests.json")) {
      Map<String, TreeMap<String, RowDigest>> byJob =
          Json.PLAIN.readValue(file, new TypeReference<>() {});
      return Optional.ofNullable(byJob.get(job.description().name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The options of the example that are given, as text by flag. */
  static <O extends Record> Map<String, List<String>> options(PatternJob<O, ?> job) {
    var values = new HashMap<String, List<String>>();
    JobDescription<O, ?> description = job.description();
    description
        .options()
        .words(description.exampleOptions())
        .forEach(
            (flag, value) -> {
              if (value instanceof List<?> many && !many.isEmpty()) {
                values.put(flag, many.stream().map(String::valueOf).toList());
              } else if (value instanceof String text && !text.equals("false")) {
                values.put(flag, List.of(text));
              }
            });
    return values;
  }
}
