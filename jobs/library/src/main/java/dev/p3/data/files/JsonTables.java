package dev.p3.data.files;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonFactory;
import dev.p3.data.CsvNulls;
import dev.p3.data.StoredInput;
import dev.p3.data.files.JsonShape.Choice;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.fault.JobFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Finds the columns of JSON files. Spark's own search takes every fraction for a DOUBLE, passes
 * over what follows an object on its line, and over a key that differs from another in case alone;
 * here nothing is lost.
 */
final class JsonTables {
  private static final String EXACT_TEXT = "spark.sql.json.enableExactStringParsing";
  private static final int LONGEST_SHOWN = 80;

  private JsonTables() {}

  /** What some texts are, or the first that cannot be read. */
  private record Found(JsonShape shape, String file, String text, String fault, boolean hasBroken)
      implements Serializable {}

  /**
   * The columns of an input, by name.
   *
   * <p>Cost: reads the files once, without making rows.
   *
   * @param options of Spark's reader
   * @return empty to leave the search to Spark: there is no column, or timestamps are wanted
   * @throws JobFailedException when a text is no JSON object, and the mode is to fail
   * @throws BadUsageException when the files cannot be read as a table in this way
   */
  static Optional<StructType> columns(
      SparkSession spark, StoredInput input, Map<String, String> options) {
    var texts = new JsonTexts(options);
    String uri = input.location().text();
    JsonShape shape = new JsonShape();
    boolean hasBroken = false;
    for (byte[] part : texts(spark, input, texts).collectAsList()) {
      Found found = found(part);
      if (found.fault() != null) {
        throw unreadable(found, uri, input.location().path(), texts.areFiles());
      }
      hasBroken |= found.hasBroken();
      shape.add(found.shape());
    }
    var choice =
        new Choice(
            texts.isOn("primitivesAsString", false),
            texts.isOn("prefersDecimal", false),
            texts.isOn("dropFieldIfAllNull", false));
    requireNoneLost(spark, shape, choice, uri);
    StructType columns = shape.columns(choice);
    if (hasBroken && texts.option("mode", "").equalsIgnoreCase("PERMISSIVE")) {
      String name =
          texts.option(
              "columnNameOfCorruptRecord", spark.conf().get("spark.sql.columnNameOfCorruptRecord"));
      columns = columns.add(name, DataTypes.StringType);
    }
    return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
  }

  /**
   * Columns whose texts Spark takes for moments, as it does with {@code inferTimestamp}; every
   * other type stays.
   *
   * @param inferred what Spark makes of the same input
   */
  static StructType withMoments(StructType columns, StructType inferred) {
    return (StructType) withMoments((DataType) columns, inferred);
  }

  private static DataType withMoments(DataType type, DataType inferred) {
    if (type instanceof StructType columns && inferred instanceof StructType others) {
      return new StructType(
          Arrays.stream(columns.fields())
              .map(
                  field ->
                      others.getFieldIndex(field.name()).isEmpty()
                          ? field
                          : new StructField(
                              field.name(),
                              withMoments(field.dataType(), others.apply(field.name()).dataType()),
                              field.nullable(),
                              field.metadata()))
              .toArray(StructField[]::new));
    }
    if (type instanceof ArrayType array && inferred instanceof ArrayType other) {
      return new ArrayType(
          withMoments(array.elementType(), other.elementType()), array.containsNull());
    }
    boolean isMoment = inferred instanceof TimestampType || inferred instanceof TimestampNTZType;
    return type.equals(DataTypes.StringType) && isMoment ? inferred : type;
  }

  private static Dataset<byte[]> texts(SparkSession spark, StoredInput input, JsonTexts texts) {
    var options = new HashMap<String, String>();
    options.put("wholetext", Boolean.toString(texts.areFiles()));
    for (String name : List.of("encoding", "lineSep", "recursiveFileLookup", "pathGlobFilter")) {
      String value = texts.option(name, null);
      if (value != null) {
        options.put(name, value);
      }
    }
    options.put("__globPaths__", "false");
    return spark
        .read()
        .format("text")
        .options(options)
        .load(input.roots().stream().map(Object::toString).toArray(String[]::new))
        .select(col("_metadata.file_path"), col("value").cast("binary"))
        .mapPartitions(
            (MapPartitionsFunction<Row, byte[]>) rows -> List.of(look(rows, texts)).iterator(),
            Encoders.BINARY());
  }

  /** Looks at the texts of a partition, up to the first that ends the run. */
  private static byte[] look(Iterator<Row> rows, JsonTexts texts) throws IOException {
    JsonFactory parsers = texts.parsers();
    Charset charset = Charset.forName(texts.option("encoding", texts.option("charset", "UTF-8")));
    boolean fails = texts.option("mode", "PERMISSIVE").equalsIgnoreCase("FAILFAST");
    var shape = new JsonShape();
    boolean hasBroken = false;
    while (rows.hasNext()) {
      Row row = rows.next();
      byte[] bytes = row.getAs(1);
      String text = new String(bytes, charset);
      text = text.startsWith(CsvNulls.BYTE_ORDER_MARK) ? text.substring(1) : text;
      String fault =
          isText(bytes, charset)
              ? texts.add(parsers, text, shape)
              : "is not text in " + charset.name();
      if (fault != null && (fails || fault.startsWith(JsonTexts.LOST))) {
        return bytes(new Found(shape, row.getString(0), cut(text), fault, true));
      }
      hasBroken |= fault != null;
    }
    return bytes(new Found(shape, null, null, null, hasBroken));
  }

  private static boolean isText(byte[] bytes, Charset charset) {
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static RuntimeException unreadable(
      Found found, String uri, String path, boolean areFiles) {
    String what =
        String.format(
            Locale.ROOT,
            "Cannot read '%s': %s of %s %s: %s",
            uri,
            areFiles ? "the text" : "a line",
            found.file(),
            found.fault(),
            found.text());
    if (found.fault().contains("does not end it") && !areFiles) {
      return new BadUsageException(
          String.format(
              Locale.ROOT,
              "%s. JSON has one object on each line; for an array or objects over several lines write json,multiLine=true:%s",
              what,
              path));
    }
    if (found.fault().startsWith(JsonTexts.LOST) && !found.fault().startsWith(JsonTexts.MORE)) {
      return new JobFailedException(
          what + ". Mend it, or use ingest, which sets such lines apart with the reason");
    }
    if (found.fault().startsWith(JsonTexts.MORE)) {
      return new JobFailedException(
          what
              + (areFiles
                  ? ". With multiLine=true a file is one object or one array, and the rest would not be read; leave it out where each line is an object"
                  : ". JSON has one object on each line, and the rest would not be read; mend the file, or use ingest, which sets such lines apart"));
    }
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "%s. Mend it; or write json,mode=DROPMALFORMED:%s to leave such %s out, or use ingest, which sets them apart with the reason",
            what,
            path,
            areFiles ? "files" : "lines"));
  }

  private static void requireNoneLost(
      SparkSession spark, JsonShape shape, Choice choice, String uri) {
    var faults = new Faults();
    if (!Boolean.parseBoolean(spark.conf().get("spark.sql.caseSensitive", "false"))) {
      shape.findAlike(
          keys ->
              faults.add(
                  "Cannot read '%s': its keys '%s' differ in case alone, and would be one column; use ingest, which takes either for a column of its schema, or --conf spark.sql.caseSensitive=true",
                  uri, String.join("' and '", keys)));
    }
    if (!spark.conf().getOption(EXACT_TEXT).contains("true")) {
      shape.findRewritten(
          "",
          choice,
          column ->
              faults.add(
                  "Cannot read '%s': its column '%s' is text, and this Spark would change numbers with a fraction in it; use ingest, which keeps them, or Spark 4",
                  uri, column));
    }
    faults.throwIfAny();
  }

  private static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN - 1) + "…";
  }

  private static byte[] bytes(Found found) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var objects = new ObjectOutputStream(bytes)) {
      objects.writeObject(found);
    }
    return bytes.toByteArray();
  }

  private static Found found(byte[] bytes) {
    try (var objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Found) objects.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
