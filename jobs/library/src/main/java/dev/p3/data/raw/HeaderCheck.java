package dev.p3.data.raw;

import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import dev.p3.table.SeparatorHint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** Refuses a schema that the header of CSV does not have, before anything is done. */
final class HeaderCheck {
  private HeaderCheck() {}

  /**
   * Looks at the first file.
   *
   * @throws BadUsageException with every fault
   */
  static void requireColumns(
      StoredInput input, CsvDialect dialect, List<String> columns, Configuration hadoop) {
    if (dialect.header() != CsvDialect.Header.TRUE || input.files().isEmpty()) {
      return;
    }
    var file = new RawFile(input.files().get(0).getPath().toString(), 0);
    FolderColumns folders = FolderColumns.ofFirst(input, hadoop);
    try (var records =
        new CsvRecords(file.text(dialect.charset(), hadoop), Long.MAX_VALUE, dialect, 1, true)) {
      HeaderRow header = HeaderRow.read(records, dialect, columns, folders);
      faults(input.location(), header, folders).throwIfAny();
    } catch (IOException e) {
      throw new BadUsageException(
          String.format(Locale.ROOT, "Cannot read '%s': %s", file.path(), Cause.firstLine(e)));
    }
  }

  private static Faults faults(DataLocation location, HeaderRow header, FolderColumns folders) {
    var faults = new Faults();
    if (header.hint().isPresent()) {
      SeparatorHint hint = header.hint().get();
      String advice = hint.advice(location.textWith("csv", hint.option()));
      faults.add("Cannot read '%s': %s", location.text(), advice);
      return faults;
    }
    String inFolders =
        folders.names().isEmpty()
            ? ""
            : "; its folders are named for " + String.join(", ", folders.names());
    var known = new ArrayList<>(header.fields());
    known.addAll(folders.names());
    for (FormFault fault : header.faults()) {
      faults.add(
          "Cannot read '%s': %s (its header is %s%s).%s",
          location.text(),
          fault.reason(),
          header.described(),
          inFolders,
          advice(fault, location, known));
    }
    return faults;
  }

  private static String advice(FormFault fault, DataLocation location, List<String> known) {
    return switch (fault.code()) {
      case MISSING_COLUMNS ->
          NearMatch.question(fault.column(), known)
              + " If it has no header, write "
              + location.textWith("csv", "header=false");
      case DUPLICATE ->
          " Rename one in the file, or pass over the header and name every column in the schema: "
              + location.textWith("csv", "header=ignore");
      default -> "";
    };
  }
}
