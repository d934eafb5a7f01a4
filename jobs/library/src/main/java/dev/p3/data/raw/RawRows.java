package dev.p3.data.raw;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.p3.data.DataFormat;
import dev.p3.data.InputReading;
import dev.p3.data.ReadingNotes;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.record.ConnectSession;
import dev.p3.table.ColumnTypes;
import dev.p3.table.Columns;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads stored inputs as rows of text, every row that is there.
 *
 * <p>Besides the wanted columns, all STRING, a row has {@link #SOURCE} (the file, or a partition of
 * a topic), {@link #LINE} (BIGINT, on which it begins, or the offset of a message; null where files
 * have no lines), {@link #RAW} (its text) and {@link #FAULT}: what is wrong with its form, in which
 * case every wanted column is null; else null.
 *
 * <p>A column may stand in the names of the folders below an input's path, for example {@code
 * zip=01234}; a file of CSV that has a column of that name, too, is at fault.
 *
 * <p>CSV has a header, whose names may stand in another order in each file, unless {@code
 * csv,header=false:} says otherwise; then columns are known by position. JSON has one object on
 * each line, of which a number, an object or an array is its text exactly as it stands there, and a
 * string is its characters; a key is found by its exact name, or else as the only one that differs
 * in case alone; text has one column, the line; Parquet and ORC are columns of plain types.
 * Messages of Kafka are JSON objects, or with {@code values=text} one column.
 *
 * <p>Cost: the driver reads the header of the first file of an input; a large CSV, JSON or text
 * file is scanned once to find out where rows begin.
 */
public final class RawRows {
  /** Begins the names of columns that p3 adds to rows. */
  public static final String OWN = "__p3_";

  public static final String SOURCE = "__p3_source";
  public static final String LINE = "__p3_line";
  public static final String RAW = "__p3_raw";
  public static final String FAULT = "__p3_fault";

  /** The {@link RowFault} that FAULT belongs to, as text; null when there is none. */
  public static final String FAULT_CODE = "__p3_fault_code";

  /** Begins the description of a scan of raw rows; the input's first path follows. */
  public static final String DESCRIPTION = "raw:";

  private static final String USUAL = OWN + "usual:";
  private static final String UNUSUAL = OWN + "unusual:";

  static final int SOURCE_PLACE = -1;
  static final int LINE_PLACE = -2;
  static final int RAW_PLACE = -3;
  static final int FAULT_PLACE = -4;
  static final int FAULT_CODE_PLACE = -5;

  private static final StructType ABOUT =
      new StructType()
          .add(SOURCE, DataTypes.StringType)
          .add(LINE, DataTypes.LongType)
          .add(RAW, DataTypes.StringType)
          .add(FAULT, DataTypes.StringType)
          .add(FAULT_CODE, DataTypes.StringType);

  private RawRows() {}

  /** Whether a column's name is one that p3 may add to rows, whatever its case. */
  public static boolean isOwn(String column) {
    return column.toLowerCase(Locale.ROOT).startsWith(OWN);
  }

  /** The rows of messages that are JSON objects. */
  public static Dataset<Row> jsonMessages(
      Dataset<Row> messages, StoredInput input, List<String> columns, ReadingNotes notes) {
    return RawJson.rows(
        RawMessages.rows(messages, input.location()),
        columns,
        "message",
        input.location().text(),
        notes);
  }

  /** The rows of messages that are one column each. */
  public static Dataset<Row> textMessages(
      Dataset<Row> messages, StoredInput input, List<String> columns) {
    return text(
        RawMessages.rows(messages, input.location()),
        input,
        columns,
        "leave values=text out, to take messages as JSON");
  }

  /** Whether files of a format are read by p3's own scan, and not by Spark's. */
  public static boolean hasScanOfItsOwn(DataFormat format) {
    return format != DataFormat.PARQUET && format != DataFormat.ORC;
  }

  /** Names the observation that counts the rows of an input that is no files. */
  public static String rowsRead(StoredInput input) {
    return "rows read of " + input.location().text();
  }

  /** The column of values that were read of a usual column, by its place; null of every other. */
  public static String usual(int place) {
    return USUAL + place;
  }

  /** The column of texts that are not usual, by its place; null where the value was read. */
  public static String unusual(int place) {
    return UNUSUAL + place;
  }

  /**
   * The same rows, with a column {@link #usual} and a column {@link #unusual} for each of some
   * columns, if they are rows of files of CSV as {@link #csv} gives them. No text is made of what
   * is usual unless somebody asks for the column of text, too.
   */
  public static Optional<Dataset<Row>> withUsual(Dataset<Row> raw, List<UsualColumn> columns) {
    if (ConnectSession.is(raw.sparkSession())
        || !(raw.queryExecution().analyzed() instanceof DataSourceV2Relation relation)
        || !(relation.table() instanceof RawTable table)
        || !(table.settings().reading() instanceof RowReading reading)) {
      return Optional.empty();
    }
    StructType schema = raw.schema();
    for (int i = 0; i < columns.size(); i++) {
      schema = schema.add(usual(i), columns.get(i).type());
    }
    for (int i = 0; i < columns.size(); i++) {
      schema = schema.add(unusual(i), DataTypes.StringType);
    }
    RawTable.Settings settings = table.settings();
    return Optional.of(
        load(
            raw.sparkSession(),
            schema,
            new RawTable.Settings(settings.root(), settings.files(), reading.with(columns))));
  }

  /**
   * What a column of a scan is: the index of a column of text, after them those of usual and then
   * those of unusual columns, or a negative constant.
   */
  static int index(String name, List<String> columns, int usual) {
    if (name.startsWith(USUAL)) {
      return columns.size() + Integer.parseInt(name.substring(USUAL.length()));
    }
    if (name.startsWith(UNUSUAL)) {
      return columns.size() + usual + Integer.parseInt(name.substring(UNUSUAL.length()));
    }
    return switch (name) {
      case SOURCE -> SOURCE_PLACE;
      case LINE -> LINE_PLACE;
      case RAW -> RAW_PLACE;
      case FAULT -> FAULT_PLACE;
      case FAULT_CODE -> FAULT_CODE_PLACE;
      default -> columns.indexOf(name);
    };
  }

  /** The objects that stand on the lines of files. */
  public static Dataset<Row> json(StoredInput input, List<String> columns, InputReading reading) {
    Dataset<Row> lines = lines(reading.spark(), input, columns, false);
    RawJson.requireObjects(
        input,
        CsvDialect.lines(input.location().options(), input.location().text(), false),
        reading.spark().sparkContext().hadoopConfiguration());
    return RawJson.rows(lines, columns, "line", input.location().text(), reading.notes());
  }

  /** The lines of files. */
  public static Dataset<Row> text(SparkSession spark, StoredInput input, List<String> columns) {
    return text(
        lines(spark, input, columns, true), input, columns, "write csv: or json: before the path");
  }

  /**
   * The rows of CSV files.
   *
   * @param hasTabs whether values are separated by tabs, unless the user says otherwise
   */
  public static Dataset<Row> csv(
      SparkSession spark, StoredInput input, boolean hasTabs, List<String> columns) {
    var options = new HashMap<>(input.location().options());
    if (hasTabs) {
      options.putIfAbsent("sep", "\t");
    }
    CsvDialect dialect = CsvDialect.csv(options, input.location().text());
    HeaderCheck.requireColumns(input, dialect, columns, spark.sparkContext().hadoopConfiguration());
    return scan(spark, input, dialect, columns);
  }

  /**
   * Lines of files, many in each row's {@code value BINARY}, with their line ends. A scan counts
   * them as {@link LinesRead}.
   *
   * @param input of files that are not compressed, in an encoding that {@link #hasBlocks}
   */
  public static Dataset<Row> blocks(SparkSession spark, StoredInput input) {
    var schema = new StructType().add("value", DataTypes.BinaryType);
    return scan(spark, input, schema, new BlockReading());
  }

  /** Whether the byte 0A is a line feed, and nothing else, in an encoding. */
  public static boolean hasBlocks(Charset encoding) {
    return new String(new byte[] {'\n'}, encoding).equals("\n");
  }

  private static Dataset<Row> text(
      Dataset<Row> texts, StoredInput input, List<String> columns, String remedy) {
    List<String> given = Arrays.asList(texts.columns());
    List<String> asked = columns.stream().filter(name -> !given.contains(name)).toList();
    if (asked.size() != 1) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s' as rows of %d columns: text has one; %s",
              input.location().text(),
              asked.size(),
              remedy));
    }
    Column[] values =
        columns.stream()
            .map(name -> given.contains(name) ? Columns.named(name) : col(RAW))
            .map(value -> when(col(FAULT).isNull(), value))
            .toArray(Column[]::new);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i].as(columns.get(i));
    }
    return texts.select(concat(values, about()));
  }

  /**
   * The rows of a stored table as text.
   *
   * @param source where a row is from
   * @param line on which a row stands; null where rows stand on no line
   */
  public static Dataset<Row> table(
      Dataset<Row> rows, StoredInput input, List<String> columns, Column source, Column line) {
    Configuration hadoop = rows.sparkSession().sparkContext().hadoopConfiguration();
    FolderColumns folders = FolderColumns.ofFirst(input, hadoop);
    return table(
        rows,
        input.location().text(),
        columns,
        name ->
            folders.nameOf(name) == null
                ? Columns.named(name).cast("string")
                : FolderColumns.text(name, FolderColumns.base(input, hadoop)),
        source,
        line);
  }

  /**
   * Any rows as text; those that are raw rows already stay as they are.
   *
   * @param name of the rows, for messages and for {@link #SOURCE}
   * @param columns the wanted ones; each is found whatever its case
   * @throws BadUsageException naming every column that is not there, or is of no plain type
   */
  public static Dataset<Row> of(Dataset<Row> rows, String name, List<String> columns) {
    if (Arrays.asList(rows.columns()).contains(SOURCE)) {
      return rows;
    }
    return table(
        rows, name, columns, column -> Columns.named(column).cast("string"), lit(name), lit(null));
  }

  private static Dataset<Row> table(
      Dataset<Row> rows,
      String context,
      List<String> columns,
      Function<String, Column> text,
      Column source,
      Column line) {
    var faults = new Faults();
    var values = new ArrayList<Column>();
    for (String column : columns) {
      Optional<String> found = Columns.find(column, rows, context, faults);
      found.ifPresent(
          name -> {
            requirePlain(rows.schema().apply(name).dataType(), name, context, faults);
            values.add(text.apply(name).as(column));
          });
    }
    faults.throwIfAny();
    Column[] all = Arrays.stream(rows.columns()).map(Columns::named).toArray(Column[]::new);
    return rows.select(
        concat(
            values.toArray(Column[]::new),
            source.as(SOURCE),
            line.cast("bigint").as(LINE),
            to_json(struct(all), Map.of("ignoreNullFields", "false")).as(RAW),
            lit(null).cast("string").as(FAULT),
            lit(null).cast("string").as(FAULT_CODE)));
  }

  /** Counts the rows of an input that Spark does not count by itself, under {@link #rowsRead}. */
  public static Dataset<Row> counted(Dataset<Row> rows, StoredInput input) {
    return rows.observe(rowsRead(input), count(lit(1)).as(rowsRead(input)));
  }

  private static void requirePlain(DataType type, String column, String context, Faults faults) {
    if (!ColumnTypes.isPlain(type)) {
      faults.add(
          "Cannot read column '%s' of '%s' as text: it is %s (must be a plain type such as STRING, INT or DATE)",
          column, context, type.sql());
    }
  }

  /** With those of the columns that the folders' names hold. */
  private static Dataset<Row> lines(
      SparkSession spark, StoredInput input, List<String> columns, boolean keepsEmptyLines) {
    CsvDialect lines =
        CsvDialect.lines(input.location().options(), input.location().text(), keepsEmptyLines);
    FolderColumns folders =
        FolderColumns.ofFirst(input, spark.sparkContext().hadoopConfiguration());
    return scan(
        spark,
        input,
        lines,
        columns.stream().filter(column -> folders.nameOf(column) != null).toList());
  }

  private static Dataset<Row> scan(
      SparkSession spark, StoredInput input, CsvDialect dialect, List<String> columns) {
    StructType schema = textColumns(columns);
    for (var field : ABOUT.fields()) {
      schema = schema.add(field);
    }
    String base = FolderColumns.base(input, spark.sparkContext().hadoopConfiguration());
    return scan(spark, input, schema, new RowReading(base, dialect, columns, List.of()));
  }

  private static Dataset<Row> scan(
      SparkSession spark, StoredInput input, StructType schema, RawReading reading) {
    List<RawFile> files =
        input.files().stream()
            .map(file -> new RawFile(file.getPath().toString(), file.getLen()))
            .toList();
    var settings = new RawTable.Settings(input.roots().get(0).toString(), files, reading);
    return load(spark, schema, settings);
  }

  private static Dataset<Row> load(
      SparkSession spark, StructType schema, RawTable.Settings settings) {
    return spark
        .read()
        .format(RawSource.class.getName())
        .schema(schema)
        .options(settings.asOptions())
        .load();
  }

  static StructType textColumns(List<String> columns) {
    var schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, DataTypes.StringType);
    }
    return schema;
  }

  private static Column[] about() {
    return Arrays.stream(ABOUT.fieldNames()).map(Columns::named).toArray(Column[]::new);
  }

  static Column[] concat(Column[] first, Column... then) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(then)).toArray(Column[]::new);
  }
}
