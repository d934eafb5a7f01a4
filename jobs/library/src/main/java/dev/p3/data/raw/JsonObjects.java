package dev.p3.data.raw;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.p3.data.HalfCharacters;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Takes values out of the texts of JSON objects. A string is its characters; a number, true, false,
 * an object or an array is its text exactly as it stands there, so that no digit is lost; null and
 * a key that is not there are null.
 *
 * <p>A column's value is that of the key of exactly this name, or else of the only key that differs
 * in case alone. An object with several such keys is at fault, because one of the values would be
 * lost. Besides RFC 8259, strings in single quotes and the numbers NaN and Infinity are read, as
 * Spark reads them.
 */
final class JsonObjects implements UDF1<String, Row> {
  private static final long serialVersionUID = 1L;

  /** A row is bounded in itself, so its parts need no bound. */
  static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** What is wrong with an object, in {@link #type}. */
  static final String FAULT = "fault";

  /** The {@link RowFault} of it, in {@link #type}. */
  static final String CODE = "code";

  private static final String MORE = "there is more after the object";

  private final List<String> columns;
  private final List<String> inFolders;
  private final String kind;
  private final JsonKeys seen;
  private final TreeMap<String, Integer> indexes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param columns the names of the wanted columns, of which no two differ in case alone
   * @param inFolders wanted columns that the names of folders hold, and so no key may
   * @param kind what a text is, for faults
   * @param seen is told of every key
   */
  JsonObjects(List<String> columns, List<String> inFolders, String kind, JsonKeys seen) {
    this.columns = List.copyOf(columns);
    this.inFolders = List.copyOf(inFolders);
    this.kind = kind;
    this.seen = seen;
    for (int i = 0; i < columns.size(); i++) {
      indexes.put(columns.get(i), i);
    }
  }

  /** What {@link #call} gives: a fault and its code, and the columns by their positions. */
  StructType type() {
    StructType type =
        new StructType().add(FAULT, DataTypes.StringType).add(CODE, DataTypes.StringType);
    for (int i = 0; i < columns.size(); i++) {
      type = type.add(name(i), DataTypes.StringType);
    }
    return type;
  }

  /** What the column at a position is called in {@link #type}. */
  static String name(int column) {
    return "c" + column;
  }

  /** Whether a text is JSON values that all end in it. */
  static boolean isWhole(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  @Override
  public Row call(String text) throws IOException {
    String[] values = new String[columns.size()];
    Fault fault = text == null ? null : read(text, values);
    Object[] row = new Object[columns.size() + 2];
    if (fault == null) {
      System.arraycopy(values, 0, row, 2, values.length);
    } else {
      row[0] = fault.reason();
      row[1] = fault.code().name();
    }
    return RowFactory.create(row);
  }

  private record Fault(RowFault code, String reason) {}

  private Fault read(String text, String[] values) throws IOException {
    JsonToken first = null;
    boolean isWhole = false;
    try (JsonParser parser = JSON.createParser(text)) {
      first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        return notAnObject(first == null ? "it is empty" : "it " + said(parser, first));
      }
      Fault fault = readKeys(parser, text, values);
      isWhole = true;
      return parser.nextToken() == null ? fault : notAnObject(MORE);
    } catch (JsonProcessingException e) {
      if (isWhole) {
        return notAnObject(MORE);
      }
      if (first == null) {
        return notAnObject("it is no JSON");
      }
      return notAnObject(
          e instanceof JsonEOFException
              ? "it ends within the object"
              : e.getOriginalMessage().lines().findFirst().orElse("") + place(e.getLocation()));
    }
  }

  /** Nowhere where JSON is beyond what the parser takes, for example in depth. */
  private static String place(JsonLocation where) {
    return where == null ? "" : String.format(Locale.ROOT, ", character %,d", where.getColumnNr());
  }

  /** What a text is that is no object. */
  private static String said(JsonParser parser, JsonToken first) throws IOException {
    if (first == JsonToken.START_ARRAY) {
      try {
        parser.skipChildren();
        return "is an array";
      } catch (JsonEOFException e) {
        return "begins an array that goes on in other lines";
      }
    }
    return switch (first) {
      case VALUE_NULL -> "is null";
      case VALUE_STRING -> "is a string";
      case VALUE_TRUE, VALUE_FALSE -> "is a boolean";
      default -> "is a number";
    };
  }

  /** Reads to the object's end; returns what is wrong with its keys, or null. */
  private Fault readKeys(JsonParser parser, String text, String[] values) throws IOException {
    boolean mayHoldSurrogates = text.contains("\\u");
    String[] keys = new String[values.length];
    Fault[] faults = new Fault[values.length];
    Fault twice = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Integer index = indexes.get(key);
      JsonToken token = parser.nextToken();
      if (index == null) {
        twice = twice == null ? inFoldersToo(key) : twice;
        seen.add(key);
        parser.skipChildren();
        continue;
      }
      String column = columns.get(index);
      boolean isFirst = keys[index] == null;
      boolean isExact = key.equals(column);
      if (isFirst) {
        seen.addFound(column);
      }
      if (!isFirst && isExact == keys[index].equals(column)) {
        faults[index] =
            new Fault(
                RowFault.DUPLICATE,
                String.format(Locale.ROOT, "%s with keys '%s' and '%s'", kind, keys[index], key));
        parser.skipChildren();
      } else if (isFirst || isExact) {
        keys[index] = key;
        values[index] = value(parser, token, text);
        boolean mayBeCut = mayHoldSurrogates && token == JsonToken.VALUE_STRING;
        faults[index] = mayBeCut && HalfCharacters.areIn(values[index]) ? cut(key) : null;
      } else {
        parser.skipChildren();
      }
    }
    return Arrays.stream(faults).filter(fault -> fault != null).findFirst().orElse(twice);
  }

  /** The fault of a key whose column's values are in the names of folders; null of another. */
  private Fault inFoldersToo(String key) {
    return inFolders.stream().noneMatch(key::equalsIgnoreCase)
        ? null
        : new Fault(
            RowFault.DUPLICATE,
            String.format(
                Locale.ROOT,
                "%s with key '%s', which is in the names of the file's folders, too",
                kind,
                key));
  }

  private Fault cut(String key) {
    return new Fault(
        RowFault.INVALID_UTF8,
        String.format(
            Locale.ROOT,
            "%s with half a character in '%s' (a surrogate without its other half)",
            kind,
            key));
  }

  private static String value(JsonParser parser, JsonToken token, String text) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!token.isStructStart()) {
      return parser.getText();
    }
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    return text.substring(from, (int) parser.currentLocation().getCharOffset());
  }

  private Fault notAnObject(String why) {
    return new Fault(
        RowFault.MALFORMED_JSON,
        String.format(Locale.ROOT, "%s that is not a JSON object: %s", kind, why));
  }
}
