package dev.p3.data.raw;

import dev.p3.data.raw.CsvDialect.ExtraFields;
import dev.p3.table.SeparatorHint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Where a file has which column.
 *
 * @param fields the names of a row's fields: those in the file's header, without white space around
 *     them unless a wanted column has it, or the wanted columns when they are known by position
 * @param columnIndexes for each wanted column its index in a row; -1 when it is not there
 * @param folderValues for each wanted column what the names of the file's folders say
 * @param values how many values a row has; -1 when that does not matter
 * @param extraFields what becomes of rows with more
 * @param faults what is wrong with the header, for all rows of the file
 * @param hint what separates the header's names, when the header is a single field that holds no
 *     wanted column
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read for every value
record HeaderRow(
    List<String> fields,
    int[] columnIndexes,
    UTF8String[] folderValues,
    int values,
    ExtraFields extraFields,
    List<FormFault> faults,
    Optional<SeparatorHint> hint) {
  private static final int NAMED_AT_MOST = 5;

  /**
   * Passes over what stands before the rows, and reads the header, if the dialect has one.
   *
   * @param records at the file's beginning; after this call at the first row
   */
  static HeaderRow read(
      CsvRecords records, CsvDialect dialect, List<String> columns, FolderColumns folders)
      throws IOException {
    if (dialect.isLines()) {
      return byPosition(List.of(), dialect, columns, folders);
    }
    records.passLines(dialect.skippedLines());
    boolean hasFirst = dialect.header() != CsvDialect.Header.FALSE && records.next();
    if (hasFirst && dialect.header() == CsvDialect.Header.TRUE) {
      return of(records, dialect, columns, folders);
    }
    List<String> fields = columns.stream().filter(name -> folders.nameOf(name) == null).toList();
    return byPosition(fields, dialect, columns, folders);
  }

  /** What is wrong with the form of a row; null when nothing is. */
  FormFault fault(CsvRecords row) {
    FormFault fault = row.fault();
    if (fault == null && values >= 0 && row.fields() != values) {
      fault = row.fields() < values ? tooFew(row) : tooMany(row);
    }
    return fault == null ? FormFault.ofAll(faults) : fault;
  }

  /** The value of a wanted column. */
  UTF8String value(CsvRecords row, int column) {
    return columnIndexes[column] < 0 ? folderValues[column] : row.value(columnIndexes[column]);
  }

  /** The value of a wanted column by its bytes, or {@link UsualValue#NONE}. */
  long usual(CsvRecords row, int column, UsualValue reader) {
    int field = columnIndexes[column];
    return field < 0 ? UsualValue.NONE : row.usual(field, reader);
  }

  /** The fields, for a message. */
  String described() {
    String names =
        fields.stream()
            .map(name -> name.isEmpty() ? "(no name)" : name)
            .collect(Collectors.joining(", "));
    boolean endsInSeparator = fields.size() > 1 && fields.get(fields.size() - 1).isEmpty();
    return endsInSeparator ? names + ": it ends in a separator" : names;
  }

  private FormFault tooFew(CsvRecords row) {
    List<String> missing = fields.subList(row.fields(), values);
    String names =
        missing.stream()
            .limit(NAMED_AT_MOST)
            .map(name -> name.isEmpty() ? "a column without a name" : "'" + name + "'")
            .collect(Collectors.joining(", "));
    int more = missing.size() - NAMED_AT_MOST;
    return new FormFault(
        RowFault.MISSING_COLUMNS,
        String.format(
            Locale.ROOT,
            "%s: no value for %s%s",
            number(row),
            names,
            more > 0 ? String.format(Locale.ROOT, " and %,d more", more) : ""));
  }

  /** Null when the dialect lets it pass. */
  private FormFault tooMany(CsvRecords row) {
    if (extraFields == ExtraFields.IGNORE) {
      return null;
    }
    int filled =
        IntStream.range(values, row.fields())
            .filter(field -> row.value(field) != null && row.value(field).numBytes() > 0)
            .findFirst()
            .orElse(-1);
    if (filled < 0) {
      return extraFields == ExtraFields.IGNORE_EMPTY
          ? null
          : tooMany(row, "; the others are empty, which csv,extraFields=ignore-empty:PATH takes");
    }
    return tooMany(
        row,
        String.format(
            Locale.ROOT,
            "; value %,d is not empty; csv,extraFields=ignore:PATH leaves the others out",
            filled + 1));
  }

  private FormFault tooMany(CsvRecords row, String advice) {
    return new FormFault(RowFault.TOO_MANY_COLUMNS, number(row) + advice);
  }

  private String number(CsvRecords row) {
    return String.format(
        Locale.ROOT,
        "row of %,d %s (must be %,d)",
        row.fields(),
        row.fields() == 1 ? "value" : "values",
        values);
  }

  private static HeaderRow byPosition(
      List<String> fields, CsvDialect dialect, List<String> columns, FolderColumns folders) {
    int[] columnIndexes = columns.stream().mapToInt(fields::indexOf).toArray();
    return new HeaderRow(
        fields,
        columnIndexes,
        folderValues(columns, folders),
        dialect.isLines() ? -1 : fields.size(),
        dialect.extraFields(),
        List.of(),
        Optional.empty());
  }

  private static HeaderRow of(
      CsvRecords header, CsvDialect dialect, List<String> columns, FolderColumns folders) {
    var faults = new ArrayList<FormFault>();
    if (header.fault() != null) {
      faults.add(
          new FormFault(
              header.fault().code(), "header that cannot be read: " + header.fault().reason()));
    }
    var names = new ArrayList<String>();
    for (int i = 0; i < header.fields(); i++) {
      String name = header.value(i) == null ? "" : header.value(i).toString();
      names.add(columns.contains(name) ? name : name.strip());
    }
    int[] columnIndexes =
        columns.stream()
            .mapToInt(
                name ->
                    folders.nameOf(name) == null
                        ? index(name, names, faults)
                        : inFolders(name, names, faults))
            .toArray();
    Optional<SeparatorHint> hint = Optional.empty();
    if (names.size() == 1 && !faults.isEmpty() && header.fault() == null) {
      hint = SeparatorHint.of(header.raw().toString(), dialect.separator(), dialect.quote());
    }
    hint.ifPresent(
        found -> {
          faults.clear();
          faults.add(
              new FormFault(
                  RowFault.MISSING_COLUMNS, "header of a single field; " + found.guess()));
        });
    return new HeaderRow(
        List.copyOf(names),
        columnIndexes,
        folderValues(columns, folders),
        names.size(),
        dialect.extraFields(),
        List.copyOf(faults),
        hint);
  }

  private static UTF8String[] folderValues(List<String> columns, FolderColumns folders) {
    return columns.stream()
        .map(folders::nameOf)
        .map(name -> name == null ? null : folders.value(name))
        .toArray(UTF8String[]::new);
  }

  /** A column whose values are in the names of folders is not to be in the file, too. */
  private static int inFolders(String column, List<String> names, List<FormFault> faults) {
    if (names.stream().anyMatch(column::equalsIgnoreCase)) {
      faults.add(
          new FormFault(
              RowFault.DUPLICATE,
              String.format(
                  Locale.ROOT,
                  "column '%s' is in the file and in the names of its folders, too",
                  column)));
    }
    return -1;
  }

  /** Exactly this name, or else the only one that differs in case alone. */
  private static int index(String column, List<String> names, List<FormFault> faults) {
    boolean isThere = names.contains(column);
    int[] alike =
        IntStream.range(0, names.size())
            .filter(
                i -> isThere ? names.get(i).equals(column) : names.get(i).equalsIgnoreCase(column))
            .toArray();
    if (alike.length == 1) {
      return alike[0];
    }
    if (alike.length == 0) {
      String reason = String.format(Locale.ROOT, "header without column '%s'", column);
      faults.add(new FormFault(RowFault.MISSING_COLUMNS, reason, column));
    } else {
      String fields =
          Arrays.stream(alike)
              .mapToObj(
                  i ->
                      isThere
                          ? "" + (i + 1)
                          : String.format(Locale.ROOT, "%d '%s'", i + 1, names.get(i)))
              .collect(Collectors.joining(", "));
      faults.add(
          new FormFault(
              RowFault.DUPLICATE,
              String.format(
                  Locale.ROOT,
                  "header with %d columns '%s'%s: fields %s",
                  alike.length,
                  column,
                  isThere ? "" : " in another case each",
                  fields),
              column));
    }
    return -1;
  }
}
