package dev.p3.runner;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.p3.job.BadUsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What a run leaves as {@code run.json}.
 *
 * @param p3 the version of p3
 * @param status {@code complete} or {@code failed}
 * @param error why it failed; absent when it did not
 * @param options the words of the job's options, defaults included
 * @param target the target or master
 * @param spark the version of Spark
 * @param application the id that Spark gave the application
 * @param started when the run began, in ISO 8601 and UTC
 * @param seconds from the first read to the last write, without the start of Spark
 * @param metrics the job's result record
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunRecord(
    String p3,
    String job,
    String variant,
    String status,
    String error,
    Map<String, Object> options,
    String target,
    String spark,
    String application,
    String started,
    double seconds,
    List<InputRecord> inputs,
    List<OutputRecord> outputs,
    Object metrics) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  /**
   * @param uri as the user wrote it
   * @param bytes the size as stored
   * @param fingerprint changes when a file is added, removed or written
   * @param rows rows read; absent when Spark does not count them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record InputRecord(
      String name, String uri, int files, long bytes, String fingerprint, Long rows) {}

  /**
   * @param uri as the user wrote it; absent for a preview
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OutputRecord(String name, String uri, long rows) {}

  /**
   * Makes a local directory for records of runs.
   *
   * @return the directory
   * @throws BadUsageException when it cannot be made or written to
   */
  static Path requireWritable(Path directory) {
    try {
      // Also for a directory that is there: nothing else tells for sure.
      Files.delete(Files.createTempFile(Files.createDirectories(directory), ".p3-", ""));
      return directory;
    } catch (IOException e) {
      throw new BadUsageException(
          "Cannot write a report to '%s': no file can be made there%s; name another directory with --report"
              .formatted(
                  directory.toAbsolutePath(),
                  e instanceof FileSystemException file && file.getReason() != null
                      ? " (%s)".formatted(file.getReason())
                      : ""));
    }
  }

  /** Writes {@code run.json} into a local directory. */
  void writeTo(Path directory) throws IOException {
    JSON.writeValue(directory.resolve("run.json").toFile(), this);
  }

  /** Writes {@code _p3/run.json} into an output; readers of data skip it. */
  void writeInto(org.apache.hadoop.fs.Path output, Configuration hadoop) throws IOException {
    var file = new org.apache.hadoop.fs.Path(output, "_p3/run.json");
    try (OutputStream out = file.getFileSystem(hadoop).create(file)) {
      JSON.writeValue(out, this);
    }
  }
}
