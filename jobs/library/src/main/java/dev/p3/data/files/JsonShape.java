package dev.p3.data.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What JSON values at one place, such as a key of all rows, have been. Values of several kinds at
 * one place are text.
 */
final class JsonShape implements Serializable {
  private static final long serialVersionUID = 1L;

  private boolean hasText;
  private boolean hasTruth;
  private JsonNumbers numbers;
  private JsonShape elements;
  private TreeMap<String, JsonShape> fields;

  /**
   * How types are chosen.
   *
   * @param primitivesAsText whether plain values are STRING
   * @param prefersDecimal whether fractions are DECIMAL wherever that can hold them
   * @param dropsNulls whether columns without any value are left out
   */
  record Choice(boolean primitivesAsText, boolean prefersDecimal, boolean dropsNulls) {}

  /** Adds the value at which a parser stands, and moves it to the value's end. */
  void add(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_NULL -> {}
      case VALUE_STRING -> hasText = true;
      case VALUE_TRUE, VALUE_FALSE -> hasTruth = true;
      case VALUE_NUMBER_INT -> numbers().addWhole(parser.getText());
      case VALUE_NUMBER_FLOAT -> numbers().addFraction(parser.getText());
      case START_ARRAY -> {
        elements = elements == null ? new JsonShape() : elements;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(parser);
        }
      }
      case START_OBJECT -> {
        fields = fields == null ? new TreeMap<>() : fields;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          JsonShape field = fields.computeIfAbsent(parser.currentName(), key -> new JsonShape());
          parser.nextToken();
          field.add(parser);
        }
      }
      default -> throw new IllegalStateException("no value: " + parser.currentToken());
    }
  }

  /** Adds what others have been. */
  void add(JsonShape other) {
    hasText |= other.hasText;
    hasTruth |= other.hasTruth;
    if (other.numbers != null) {
      numbers().add(other.numbers);
    }
    if (other.elements != null) {
      elements = elements == null ? new JsonShape() : elements;
      elements.add(other.elements);
    }
    if (other.fields != null) {
      fields = fields == null ? new TreeMap<>() : fields;
      other.fields.forEach(
          (key, shape) -> fields.computeIfAbsent(key, added -> new JsonShape()).add(shape));
    }
  }

  /** The columns, by name, of objects. */
  StructType columns(Choice choice) {
    var type = new StructType();
    for (Map.Entry<String, JsonShape> field : fields().entrySet()) {
      if (!choice.dropsNulls() || field.getValue().kinds() > 0) {
        type = type.add(field.getKey(), field.getValue().type(choice));
      }
    }
    return type;
  }

  /** Tells of keys of one object type that differ in case alone. */
  void findAlike(Consumer<List<String>> found) {
    var names = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    fields()
        .forEach(
            (key, shape) -> {
              String other = names.putIfAbsent(key, key);
              if (other != null) {
                found.accept(List.of(other, key));
              }
              shape.findAlike(found);
            });
    if (elements != null) {
      elements.findAlike(found);
    }
  }

  /**
   * Tells of columns whose values of several kinds become text and hold numbers with a fraction.
   *
   * @param path the way to this place
   */
  void findRewritten(String path, Choice choice, Consumer<String> found) {
    if (type(choice).equals(DataTypes.StringType)) {
      if (hasFractions()) {
        found.accept(path);
      }
      return;
    }
    fields()
        .forEach(
            (key, shape) ->
                shape.findRewritten(path.isEmpty() ? key : path + "." + key, choice, found));
    if (elements != null) {
      elements.findRewritten(path, choice, found);
    }
  }

  private DataType type(Choice choice) {
    boolean isPlain = fields == null && elements == null;
    if (kinds() != 1 || hasText || (isPlain && choice.primitivesAsText())) {
      return DataTypes.StringType;
    }
    if (hasTruth) {
      return DataTypes.BooleanType;
    }
    if (numbers != null) {
      return numbers.type(choice.prefersDecimal());
    }
    if (elements != null) {
      return DataTypes.createArrayType(elements.type(choice));
    }
    // No format but JSON has an object without fields.
    return fields.isEmpty() ? DataTypes.StringType : columns(choice);
  }

  private boolean hasFractions() {
    return (numbers != null && numbers.hasFractions())
        || (elements != null && elements.hasFractions())
        || fields().values().stream().anyMatch(JsonShape::hasFractions);
  }

  private int kinds() {
    return (hasText ? 1 : 0)
        + (hasTruth ? 1 : 0)
        + (numbers == null ? 0 : 1)
        + (elements == null ? 0 : 1)
        + (fields == null ? 0 : 1);
  }

  private JsonNumbers numbers() {
    numbers = numbers == null ? new JsonNumbers() : numbers;
    return numbers;
  }

  private Map<String, JsonShape> fields() {
    return fields == null ? Map.of() : fields;
  }
}
