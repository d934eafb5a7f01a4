package dev.p3.data.raw;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** The names in the first row of a CSV file, as Spark's reader takes its options. */
public final class CsvHeader {
  private static final Map<String, String> ALIASES =
      Map.of("delimiter", "sep", "charset", "encoding");
  private static final List<String> OPTIONS =
      List.of("sep", "quote", "escape", "comment", "nullValue", "encoding");

  private CsvHeader() {}

  /**
   * Reads the first row; a name that is missing is the empty text.
   *
   * @param options of Spark's reader, in any case
   * @return empty when the file has no row, or cannot be read; the job that reads it says why
   */
  public static Optional<List<String>> names(
      FileStatus file, Map<String, String> options, Configuration hadoop) {
    var given = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    given.putAll(options);
    ALIASES.forEach(
        (alias, name) -> {
          if (given.containsKey(alias)) {
            given.putIfAbsent(name, given.get(alias));
          }
        });
    given.keySet().removeIf(name -> OPTIONS.stream().noneMatch(name::equalsIgnoreCase));
    CsvDialect dialect = CsvDialect.csv(given, file.getPath().toString());
    var raw = new RawFile(file.getPath().toString(), file.getLen());
    try (var records =
        new CsvRecords(raw.text(dialect.charset(), hadoop), Long.MAX_VALUE, dialect, 1, true)) {
      HeaderRow header = HeaderRow.read(records, dialect, List.of(), FolderColumns.NONE);
      return header.fields().isEmpty() ? Optional.empty() : Optional.of(header.fields());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
