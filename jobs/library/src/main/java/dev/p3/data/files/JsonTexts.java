package dev.p3.data.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.p3.data.HalfCharacters;
import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads texts of JSON objects, or arrays of objects, as Spark's reader does, but nothing more: what
 * Spark passes over in silence, such as text after an object, is a fault here.
 *
 * @param options of Spark's reader
 */
record JsonTexts(Map<String, String> options) implements Serializable {
  private static final Map<String, JsonReadFeature> FEATURES =
      Map.of(
          "allowComments", JsonReadFeature.ALLOW_JAVA_COMMENTS,
          "allowUnquotedFieldNames", JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
          "allowSingleQuotes", JsonReadFeature.ALLOW_SINGLE_QUOTES,
          "allowNumericLeadingZeros", JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS,
          "allowNonNumericNumbers", JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
          "allowBackslashEscapingAnyCharacter",
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
          "allowUnquotedControlChars", JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS);

  /** Begins a fault that Spark passes over in every mode, so that something would be lost. */
  static final String LOST = "has";

  /** Begins the fault of a text that goes on after its object. */
  static final String MORE = LOST + " more";

  private static final Pattern MAY_BE_HALF = Pattern.compile("\\\\u[dD][89a-fA-F]");

  JsonTexts {
    options = Map.copyOf(options);
  }

  /** The value of an option, whatever the case of its name. */
  String option(String name, String otherwise) {
    return options.entrySet().stream()
        .filter(option -> option.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }

  boolean isOn(String name, boolean otherwise) {
    return Boolean.parseBoolean(option(name, Boolean.toString(otherwise)));
  }

  /** Whether a text is a whole file. */
  boolean areFiles() {
    return isOn("multiLine", false);
  }

  JsonFactory parsers() {
    var builder =
        new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    FEATURES.forEach(
        (name, feature) -> {
          boolean isUsual =
              name.equals("allowSingleQuotes") || name.equals("allowNonNumericNumbers");
          builder.configure(feature, isOn(name, isUsual));
        });
    return builder.build();
  }

  /**
   * Adds the object, or the objects of an array, that a text holds.
   *
   * @return what is wrong with the text, as a clause that follows it; null when nothing is
   */
  String add(JsonFactory parsers, String text, JsonShape shape) throws IOException {
    var added = new JsonShape();
    JsonToken first = null;
    boolean isWhole = false;
    try (JsonParser parser = parsers.createParser(text)) {
      first = parser.nextToken();
      if (first == null) {
        return null;
      }
      if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          added.add(parser);
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
          return "is an array of something else than objects";
        }
      } else if (first == JsonToken.START_OBJECT) {
        added.add(parser);
      } else {
        return "is no object";
      }
      isWhole = true;
      if (parser.nextToken() != null) {
        return more(first);
      }
      String half = halfCharacter(parsers, text);
      if (half == null) {
        shape.add(added);
      }
      return half;
    } catch (JsonProcessingException e) {
      return isWhole ? more(first) : fault(e, first);
    }
  }

  private static String halfCharacter(JsonFactory parsers, String text) throws IOException {
    if (!MAY_BE_HALF.matcher(text).find()) {
      return null;
    }
    try (JsonParser parser = parsers.createParser(text)) {
      for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
        boolean isText = next == JsonToken.VALUE_STRING || next == JsonToken.FIELD_NAME;
        if (isText && HalfCharacters.areIn(parser.getText())) {
          return String.format(
              Locale.ROOT,
              "%s half a character at %s (a surrogate without its other half)",
              LOST,
              parser.getParsingContext().pathAsPointer());
        }
      }
      return null;
    }
  }

  private static String more(JsonToken first) {
    return MORE + " after its " + (first == JsonToken.START_ARRAY ? "array" : "object");
  }

  private static String fault(JsonProcessingException broken, JsonToken first) {
    String message = broken.getOriginalMessage().lines().findFirst().orElse("");
    if (broken instanceof JsonEOFException) {
      return String.format(
          Locale.ROOT,
          "begins an %s and does not end it",
          first == JsonToken.START_ARRAY ? "array" : "object");
    }
    if (message.startsWith("Duplicate field ")) {
      return LOST + " a key twice: " + message.substring("Duplicate field ".length());
    }
    JsonLocation where = broken.getLocation();
    if (where == null) { // JSON beyond what the parser takes: depth, length of a text or a number
      return String.format(Locale.ROOT, "cannot be read (%s)", message);
    }
    return String.format(
        Locale.ROOT,
        "is no JSON (%s, line %,d, character %,d)",
        message,
        where.getLineNr(),
        where.getColumnNr());
  }
}
