package dev.p3.data.files;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The first difference between the columns of two files; fields of structs count as columns do.
 * Names are equal whatever their case, and their order and whether they may be null do not matter.
 *
 * @param column its name, with dots before the fields of structs
 * @param left its type in the first file; empty when it is not there
 * @param right its type in the second
 */
record ColumnDifference(String column, Optional<DataType> left, Optional<DataType> right) {

  /** A column that only one has is a difference where {@code mayLack} is false. */
  static Optional<ColumnDifference> first(StructType left, StructType right, boolean mayLack) {
    return first("", left, right, mayLack);
  }

  /** Whether it is one of types, which nothing can bring together. */
  boolean isOfTypes() {
    return left.isPresent() && right.isPresent();
  }

  private static Optional<ColumnDifference> first(
      String prefix, StructType left, StructType right, boolean mayLack) {
    Map<String, StructField> others = byName(right);
    for (StructField field : left.fields()) {
      String path = prefix + field.name();
      StructField other = others.remove(field.name().toLowerCase(Locale.ROOT));
      Optional<ColumnDifference> difference =
          other != null
              ? first(path, field.dataType(), other.dataType(), mayLack)
              : mayLack
                  ? Optional.empty()
                  : Optional.of(
                      new ColumnDifference(path, Optional.of(field.dataType()), Optional.empty()));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return others.values().stream()
        .filter(any -> !mayLack)
        .findFirst()
        .map(
            field ->
                new ColumnDifference(
                    prefix + field.name(), Optional.empty(), Optional.of(field.dataType())));
  }

  private static Optional<ColumnDifference> first(
      String path, DataType left, DataType right, boolean mayLack) {
    if (left instanceof StructType struct && right instanceof StructType other) {
      return first(path + ".", struct, other, mayLack);
    }
    if (left instanceof ArrayType array && right instanceof ArrayType other) {
      return first(path, array.elementType(), other.elementType(), mayLack);
    }
    if (left instanceof MapType map && right instanceof MapType other) {
      Optional<ColumnDifference> ofKeys = first(path, map.keyType(), other.keyType(), mayLack);
      return ofKeys.isPresent() ? ofKeys : first(path, map.valueType(), other.valueType(), mayLack);
    }
    boolean isMerged =
        mayLack
            && left instanceof DecimalType decimal
            && right instanceof DecimalType other
            && decimal.scale() == other.scale();
    return left.equals(right) || isMerged
        ? Optional.empty()
        : Optional.of(new ColumnDifference(path, Optional.of(left), Optional.of(right)));
  }

  private static Map<String, StructField> byName(StructType schema) {
    var fields = new LinkedHashMap<String, StructField>();
    for (StructField field : schema.fields()) {
      fields.put(field.name().toLowerCase(Locale.ROOT), field);
    }
    return fields;
  }
}
