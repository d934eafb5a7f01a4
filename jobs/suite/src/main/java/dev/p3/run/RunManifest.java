package dev.p3.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.p3.console.Json;
import dev.p3.data.Secrets;
import dev.p3.data.StoredInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.package$;

/**
 * What a run leaves as {@code run.json}.
 *
 * @param p3 the version of p3
 * @param build distinguishes two builds of one version
 * @param status {@code planned}, {@code complete}, {@code failed}, or {@code reused} in the report
 *     of a run that gave back the outputs of this one
 * @param error why it failed; absent when it did not
 * @param options the words of the job's options, defaults included
 * @param settings Spark's settings that may decide on rows ({@code spark.sql.*}), but for secrets
 * @param target the target or master
 * @param spark the version of Spark
 * @param application the id that Spark gave the application
 * @param started when the run began, in ISO 8601 and UTC
 * @param seconds from the first read to the last write, without the start of Spark
 * @param metrics the job's result record
 * @param warnings what may be wrong with the rows, in sentences; absent when nothing is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunManifest(
    String p3,
    String build,
    String job,
    String variant,
    String status,
    String error,
    Map<String, Object> options,
    Map<String, String> settings,
    String target,
    String spark,
    String application,
    String started,
    double seconds,
    List<InputRecord> inputs,
    List<OutputRecord> outputs,
    Object metrics,
    List<String> warnings) {
  /** Where an output holds the record; readers of data skip it. */
  static final String FILE = "_p3/run.json";

  /** Where, when and for how long a run went on, as the components of the record say. */
  record Execution(
      String target, String spark, String application, String started, double seconds) {}

  /** How a run ended and what it did, as the components of the record say. */
  record Ending(
      String status,
      String error,
      List<InputRecord> inputs,
      List<OutputRecord> outputs,
      Object metrics,
      List<String> warnings) {}

  /**
   * An input.
   *
   * @param uri as the user wrote it
   * @param bytes the size as stored
   * @param modified when the newest file was written, in ISO 8601 and UTC; absent for a sample
   * @param fingerprint changes when it is read in another way, or a file is added, removed or
   *     written
   * @param rows rows read; absent when Spark does not count them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record InputRecord(
      String name,
      String uri,
      int files,
      long bytes,
      String modified,
      String fingerprint,
      Long rows) {
    /** Of an input whose rows were not counted. Reads a sample, to tell it by its content. */
    static InputRecord of(String name, StoredInput input, Configuration hadoop) {
      String uri = input.location().text();
      boolean isSample = Samples.isSample(uri);
      try {
        return new InputRecord(
            name,
            uri,
            input.files().size(),
            input.bytes(),
            isSample ? null : newest(input),
            isSample ? input.contentFingerprint(hadoop) : input.fingerprint(),
            null);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read sample " + uri, e);
      }
    }

    InputRecord withRows(Long number) {
      return new InputRecord(name, uri, files, bytes, modified, fingerprint, number);
    }

    private static String newest(StoredInput input) {
      return input.files().stream()
          .map(file -> Instant.ofEpochMilli(file.getModificationTime()).toString())
          .max(Comparator.naturalOrder())
          .orElse(null);
    }
  }

  /**
   * An output.
   *
   * @param uri as the user wrote it; absent for a preview
   * @param fingerprint of the files as they were written; absent when there are none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OutputRecord(String name, String uri, long rows, String fingerprint) {}

  /** What is known of a run before it: all that decides on its rows. */
  static RunManifest planned(
      String job,
      String variant,
      Map<String, Object> options,
      List<InputRecord> inputs,
      Map<String, String> settings) {
    return new RunManifest(
        BuildInfo.version(),
        BuildFingerprint.ofClasses(),
        job,
        variant,
        "planned",
        null,
        masked(options),
        masked(settings),
        null,
        package$.MODULE$.SPARK_VERSION(),
        null,
        null,
        0,
        inputs,
        List.of(),
        null,
        null);
  }

  /** A password may be in any text that a user has written. */
  @SuppressWarnings("unchecked") // a text stays a text
  private static <T> Map<String, T> masked(Map<String, T> values) {
    var masked = new LinkedHashMap<>(values);
    masked.replaceAll(
        (name, value) -> value instanceof String text ? (T) Secrets.masked(text) : value);
    return masked;
  }

  /** The record of the run, once it is over. */
  RunManifest ended(Ending how, Execution execution) {
    return new RunManifest(
        p3,
        build,
        job,
        variant,
        how.status(),
        how.error(),
        options,
        settings,
        execution.target(),
        execution.spark(),
        execution.application(),
        execution.started(),
        execution.seconds(),
        how.inputs(),
        how.outputs(),
        how.metrics(),
        how.warnings().isEmpty() ? null : how.warnings().stream().map(Secrets::masked).toList());
  }

  /** What may be wrong with the rows, in sentences. */
  public List<String> allWarnings() {
    return warnings == null ? List.of() : warnings;
  }

  /** The record, for the report of a run that gave back this one's outputs. */
  public RunManifest reused() {
    return ended(
        new Ending("reused", null, inputs, outputs, metrics, allWarnings()),
        new Execution(target, spark, application, started, seconds));
  }

  /** The records of one input, in the order in which it was given. */
  List<InputRecord> inputs(String name) {
    return inputs.stream().filter(input -> input.name().equals(name)).toList();
  }

  /** The rows of an output. */
  public long rows(String output) {
    return outputs.stream()
        .filter(written -> written.name().equals(output))
        .mapToLong(OutputRecord::rows)
        .sum();
  }

  /**
   * Reads the record in an output.
   *
   * @return empty when there is none, or none that can be read
   */
  static Optional<RunManifest> readFrom(org.apache.hadoop.fs.Path output, Configuration hadoop) {
    org.apache.hadoop.fs.Path file = in(output);
    try (InputStream bytes = file.getFileSystem(hadoop).open(file)) {
      return Optional.ofNullable(Json.READABLE.readValue(bytes, RunManifest.class))
          .filter(RunManifest::isWhole);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes the record as JSON. */
  public void writeTo(OutputStream out) throws IOException {
    Json.READABLE.writeValue(out, this);
  }

  private boolean isWhole() {
    return job != null && inputs != null && outputs != null;
  }

  private static org.apache.hadoop.fs.Path in(org.apache.hadoop.fs.Path output) {
    return new org.apache.hadoop.fs.Path(output, FILE);
  }
}
