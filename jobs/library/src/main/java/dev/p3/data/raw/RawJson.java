package dev.p3.data.raw;

import static dev.p3.table.Columns.named;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.p3.data.ReadingNotes;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Takes the wanted columns out of JSON objects. */
final class RawJson {
  private static final String OBJECT = "__p3_json";

  private RawJson() {}

  /**
   * Looks at the first file, so that an array is refused before anything is done: each of its lines
   * but a few would be a bad row.
   *
   * @throws BadUsageException when the file is an array over several lines, or nothing but one
   */
  static void requireObjects(StoredInput input, CsvDialect lines, Configuration hadoop) {
    if (input.files().isEmpty()) {
      return;
    }
    String uri = input.location().text();
    var file = new RawFile(input.files().get(0).getPath().toString(), 0);
    try (var records =
        new CsvRecords(file.text(lines.charset(), hadoop), Long.MAX_VALUE, lines, 1, true)) {
      boolean isArray = records.next() && records.raw().toString().stripLeading().startsWith("[");
      if (isArray && (!JsonObjects.isWhole(records.raw().toString()) || !records.next())) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT,
                "Cannot read '%s': %s is a JSON array (must be one JSON object on each line); write its elements a line each, as jq -c '.[]' FILE does",
                uri,
                file.path()));
      }
    } catch (IOException e) {
      throw new BadUsageException(
          String.format(Locale.ROOT, "Cannot read '%s': %s", file.path(), Cause.firstLine(e)));
    }
  }

  /**
   * Adds the wanted columns, all text, before those about the row.
   *
   * @param texts rows with the columns about them, and with those wanted ones that are no keys;
   *     {@link RawRows#RAW} is the object
   * @param kind what a text is, for the fault of one that is no object
   * @param uri the input as the user wrote it
   * @param notes is told, once the rows are read, of columns that no object had
   */
  static Dataset<Row> rows(
      Dataset<Row> texts, List<String> columns, String kind, String uri, ReadingNotes notes) {
    List<String> given = Arrays.asList(texts.columns());
    List<String> keys = columns.stream().filter(column -> !given.contains(column)).toList();
    JsonKeys seen = JsonKeys.of(texts.sparkSession());
    notes.warnOf(() -> seen.unseen(keys, uri));
    List<String> inFolders = columns.stream().filter(given::contains).toList();
    var objects = new JsonObjects(keys, inFolders, kind, seen);
    Column text = when(col(RawRows.FAULT).isNull(), col(RawRows.RAW));
    Column isWellFormed =
        col(RawRows.FAULT).isNull().and(col(OBJECT).getField(JsonObjects.FAULT).isNull());
    Column[] values =
        columns.stream()
            .map(
                column ->
                    given.contains(column)
                        ? when(isWellFormed, named(column)).as(column)
                        : col(OBJECT).getField(JsonObjects.name(keys.indexOf(column))).as(column))
            .toArray(Column[]::new);
    return texts
        .withColumn(OBJECT, udf(objects, objects.type()).apply(text))
        .select(
            RawRows.concat(
                values,
                col(RawRows.SOURCE),
                col(RawRows.LINE),
                col(RawRows.RAW),
                coalesce(col(RawRows.FAULT), col(OBJECT).getField(JsonObjects.FAULT))
                    .as(RawRows.FAULT),
                coalesce(col(RawRows.FAULT_CODE), col(OBJECT).getField(JsonObjects.CODE))
                    .as(RawRows.FAULT_CODE)));
  }
}
