package dev.p3.patterns.separate;

import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import dev.p3.job.Option;
import dev.p3.job.StreamingOptions;
import java.util.List;

/** Options of {@code ingest}. One of schema and record is null; checkpoint is, without stream. */
public record IngestOptions(
    @Option(
            value =
                "the columns as SQL declares them: NAME TYPE [NOT NULL] [CHECK (CONDITION)], separated by commas",
            label = "TEXT")
        TableSchema schema,
    @Option(
            value =
                "instead of a schema: a public record on the class path, whose components are the columns",
            label = "CLASS")
        RecordSchema record,
    @Option(
            value =
                "drop rows whose keys occur again later, by file and line; with --stream, in the same batch",
            label = "COL")
        List<String> key,
    @Option(
            value = "whether bad has the first fault of each row, or a row for every fault of it",
            defaultValue = "first")
        WhichFaults faults,
    @Option(
            value =
                "read only files or messages that no earlier run with this checkpoint has read, and add their rows to the outputs")
        boolean stream,
    @Option(value = "directory that remembers what a stream has read", label = "DIR")
        String checkpoint)
    implements StreamingOptions {

  public IngestOptions {
    var problems = new Faults();
    if (schema == null && record == null) {
      problems.add("Missing --schema TEXT or --record CLASS: what good rows are");
    }
    if (schema != null && record != null) {
      problems.add("Invalid --record: it is given with --schema (must be one of both)");
    }
    if (stream && checkpoint == null) {
      problems.add("Missing --checkpoint DIR: where the stream remembers what it has read");
    }
    if (!stream && checkpoint != null) {
      problems.add("Invalid --checkpoint: there is no stream to remember (pass --stream, too)");
    }
    if (problems.isEmpty()) {
      List<String> names = (schema == null ? record.schema() : schema).names();
      for (String column : key) {
        if (!names.contains(column)) {
          problems.add(
              "Invalid --key: '%s' is no column of the schema (must be one of %s).%s",
              column, String.join(", ", names), NearMatch.question(column, names));
        }
      }
    }
    problems.throwIfAny();
    key = List.copyOf(key);
  }

  /** What good rows are. */
  public TableSchema table() {
    return schema == null ? record.schema() : schema;
  }
}
