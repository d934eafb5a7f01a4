package dev.p3.data.files;

import dev.p3.data.CsvNulls;
import dev.p3.data.InputReading;
import dev.p3.data.ReadingNotes;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import dev.p3.table.Columns;
import dev.p3.table.SeparatorHint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Reads CSV files as a table. Nulls are distinguished from empty texts in what p3 has written, and
 * where all columns are wanted as text; elsewhere {@code ""} is null, as programs that quote every
 * value write it.
 */
final class CsvTable {
  private static final String INFER_SCHEMA = "inferSchema";

  private final FileTable files;
  private final boolean infers;
  private final boolean isOwn;
  private final boolean tellsNulls;

  /**
   * @param given the table with the user's options
   */
  CsvTable(FileTable given) {
    this.infers = given.is(INFER_SCHEMA, "true");
    boolean isUsual = CsvNulls.areUsual(given.options());
    this.isOwn = isUsual && isOutputOfP3(given);
    this.tellsNulls = isUsual && (isOwn || !infers);
    this.files = isOwn ? ofOwnOutput(given) : given;
  }

  /** A value may have lines, so that a task reads a whole file. */
  private static FileTable ofOwnOutput(FileTable given) {
    var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(CsvText.READING);
    options.putAll(given.options());
    return new FileTable(given.reading(), given.input(), given.format(), options);
  }

  Dataset<Row> read() {
    StoredInput input = files.input();
    Map<String, String> options = files.options();
    Dataset<Row> texts = files.load(files.with(INFER_SCHEMA, "false"));
    if (!isOwn && files.is("header", "true") && !files.is("enforceSchema", "true")) {
      CsvHeaders.require(
          input, files.files(texts), options, files.spark().sparkContext().hadoopConfiguration());
    }
    StructType all = texts.schema();
    StructType inFiles = files.isPartitioned() ? files.load(files.ofFilesAlone()).schema() : all;
    files.requireNotInFoldersToo(inFiles);
    if (all.isEmpty()) {
      return files.load(options); // nothing to look at
    }
    requireText(inFiles, input);
    noteSeparator(inFiles, input);
    StructType kept = files.partitions().kept(all, !infers);
    StructType schema = infers ? typed(kept, inFiles.length()) : kept;
    if (!tellsNulls) {
      return files.load(options, schema);
    }
    var telling = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    telling.putAll(options);
    telling.putAll(CsvNulls.read(schema));
    return CsvNulls.unescaped(files.load(telling, schema));
  }

  /** Bytes of another encoding become U+FFFD, and every other byte of UTF-16 is NUL. */
  private static void requireText(StructType inFiles, StoredInput input) {
    String names = String.join("", inFiles.fieldNames());
    if (names.indexOf('\uFFFD') >= 0 || names.indexOf(0) >= 0) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s': its first line is no text in the encoding it is read with; name the file's encoding, for example %s",
              input.location().text(),
              input.location().textWith("csv", "encoding=UTF-16")));
    }
  }

  private void noteSeparator(StructType inFiles, StoredInput input) {
    if (inFiles.length() == 1) {
      SeparatorHint.of(inFiles.fieldNames()[0], "\n", '"')
          .map(hint -> hint.advice(input.location().textWith("csv", hint.option())))
          .ifPresent(
              advice ->
                  notes()
                      .remark(
                          String.format(Locale.ROOT, "'%s': %s", input.location().text(), advice)));
    }
  }

  private ReadingNotes notes() {
    InputReading reading = files.reading();
    return reading.notes();
  }

  /** The schema with the types of its first columns, which are those in the files. */
  private StructType typed(StructType schema, int columns) {
    Map<String, String> reading = files.with(INFER_SCHEMA, "false");
    reading.put("enforceSchema", "true");
    reading.put("mode", "PERMISSIVE"); // the run reports what does not fit
    if (isOwn && columns > 1) {
      reading.putAll(CsvNulls.read(schema));
      reading.putAll(CsvNulls.inferred(columns));
    }
    Dataset<Row> texts =
        files
            .load(reading, schema)
            .select(
                Arrays.stream(schema.fieldNames())
                    .limit(columns)
                    .map(Columns::named)
                    .toArray(Column[]::new));
    if (files.options().containsKey("samplingRatio")) {
      texts = texts.sample(Double.parseDouble(files.options().get("samplingRatio")), 1);
    }
    var kept = new ArrayList<CsvTypes.Kept>();
    StructType typed = CsvTypes.of(texts, files.options(), kept);
    if (!kept.isEmpty()) {
      notes().remark(remark(kept));
    }
    for (int i = columns; i < schema.length(); i++) {
      typed = typed.add(schema.apply(i));
    }
    return typed;
  }

  private String remark(List<CsvTypes.Kept> kept) {
    return String.format(
        Locale.ROOT,
        "to lose no digit, '%s' is read with %s",
        files.input().location().text(),
        kept.stream()
            .map(
                column ->
                    String.format(
                        Locale.ROOT,
                        "%s as %s rather than %s",
                        column.column(),
                        column.exact().sql(),
                        column.found().sql()))
            .collect(Collectors.joining(", ")));
  }

  private static boolean isOutputOfP3(FileTable files) {
    try {
      for (Path root : files.input().roots()) {
        FileSystem storage = root.getFileSystem(files.spark().sparkContext().hadoopConfiguration());
        Path folder = storage.getFileStatus(root).isDirectory() ? root : root.getParent();
        if (!storage.exists(new Path(folder, "_p3"))) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false; // the reader tells what is wrong
    }
  }
}
