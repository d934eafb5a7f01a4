package dev.p3.data.raw;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a file has which column.
 *
 * @param names the names in the file's header, without white space around them unless a wanted
 *     column has it; empty when columns are known by position
 * @param places for each wanted column its place in a row; -1 when the header does not tell
 * @param values how many values a row has; -1 when that does not matter
 * @param faults what is wrong with the header, for all rows of the file
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and read for every value
record HeaderRow(List<String> names, int[] places, int values, List<HeaderFault> faults) {
  /**
   * @param column the wanted column that it is about; empty for the header as a whole
   */
  record HeaderFault(String column, String reason) {}

  /**
   * Passes over what stands before the rows, and reads the header, if the dialect has one.
   *
   * @param records at the file's beginning; after this call at the first row
   */
  static HeaderRow read(CsvRecords records, CsvDialect dialect, List<String> columns)
      throws IOException {
    if (dialect.isLines()) {
      return byPosition(columns, -1);
    }
    records.passLines(dialect.skippedLines());
    return switch (dialect.header()) {
      case FALSE -> byPosition(columns, columns.size());
      case IGNORE -> {
        records.next();
        yield byPosition(columns, columns.size());
      }
      case TRUE -> records.next() ? of(records, columns) : byPosition(columns, columns.size());
    };
  }

  /** What is wrong with the form of a row; null when nothing is. */
  String fault(CsvRecords row) {
    String fault = row.fault();
    if (fault != null) {
      return fault;
    }
    if (values >= 0 && row.fields() != values) {
      return "row of %,d %s (must be %,d)"
          .formatted(row.fields(), row.fields() == 1 ? "value" : "values", values);
    }
    return faults.isEmpty() ? null : faults.get(0).reason();
  }

  int place(int column) {
    return places[column];
  }

  private static HeaderRow byPosition(List<String> columns, int values) {
    int[] places = new int[columns.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return new HeaderRow(List.of(), places, values, List.of());
  }

  private static HeaderRow of(CsvRecords header, List<String> columns) {
    var faults = new ArrayList<HeaderFault>();
    if (header.fault() != null) {
      faults.add(new HeaderFault("", "header that cannot be read: " + header.fault()));
    }
    var names = new ArrayList<String>();
    for (int i = 0; i < header.fields(); i++) {
      String name = header.value(i) == null ? "" : header.value(i).toString();
      names.add(columns.contains(name) ? name : name.strip());
    }
    int[] places = new int[columns.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = place(columns.get(i), names, faults);
    }
    return new HeaderRow(List.copyOf(names), places, names.size(), List.copyOf(faults));
  }

  /** Exactly this name, or else the only one that differs in case alone. */
  private static int place(String column, List<String> names, List<HeaderFault> faults) {
    int exact = names.indexOf(column);
    List<String> alike =
        exact >= 0
            ? names.stream().filter(column::equals).toList()
            : names.stream().filter(column::equalsIgnoreCase).toList();
    if (alike.size() == 1) {
      return names.indexOf(alike.get(0));
    }
    faults.add(
        new HeaderFault(
            column,
            alike.isEmpty()
                ? "header without column '%s'".formatted(column)
                : "header with %d columns '%s'".formatted(alike.size(), column)));
    return -1;
  }
}
