package dev.p3.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/**
 * Holds a schema that was found against the one that a record wants: every difference, and for each
 * wanted column how to get it. Not thread-safe.
 */
final class SchemaFit {
  /** From narrow to wide: a type holds every value of those before it, but for long in float. */
  private static final List<DataType> INTEGERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  /** Digits of the largest value of each of {@link #INTEGERS}. */
  private static final List<Integer> DIGITS = List.of(3, 5, 10, 19);

  private final Set<Reading> reading;
  private final Set<String> optionals;
  private final Set<String> differences = new LinkedHashSet<>();

  /**
   * @param optionals the paths of the columns that may be missing, whatever the reading
   */
  SchemaFit(Set<Reading> reading, Set<String> optionals) {
    this.optionals = optionals;
    this.reading = reading.isEmpty() ? EnumSet.noneOf(Reading.class) : EnumSet.copyOf(reading);
  }

  /**
   * @throws IllegalArgumentException with a line for each difference, when there are any
   */
  void requireNone(Class<?> record) {
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot read rows as %s: %d of the columns differ:%n  %s",
              record.getName(),
              differences.size(),
              String.join(System.lineSeparator() + "  ", differences)));
    }
  }

  /** The wanted columns in their order, each made from the one found under its name. */
  Column[] columns(StructType found, StructType wanted) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : wanted.fields()) {
      fitted(
              found,
              field,
              "",
              source -> functions.col("`" + source.name().replace("`", "``") + "`"))
          .ifPresent(columns::add);
    }
    reportExtra(found, wanted, "");
    return columns.toArray(Column[]::new);
  }

  /**
   * A wanted column made of the one found under its name; nulls where it may be missing; empty, and
   * a difference, otherwise.
   */
  private Optional<Column> fitted(
      StructType found, StructField wanted, String path, Function<StructField, Column> column) {
    List<StructField> named =
        Arrays.stream(found.fields()).filter(field -> sameName(field, wanted)).toList();
    String at = path + wanted.name();
    if (named.size() == 1) {
      StructField source = named.get(0);
      return Optional.of(
          fit(column.apply(source), source.dataType(), wanted.dataType(), at).as(wanted.name()));
    }
    if (named.isEmpty() && mayBeMissing(wanted, at)) {
      return Optional.of(functions.lit(null).cast(wanted.dataType()).as(wanted.name()));
    }
    addMissing(found, wanted, at, named.size());
    return Optional.empty();
  }

  private boolean mayBeMissing(StructField wanted, String path) {
    return optionals.contains(path)
        || (reading.contains(Reading.ALLOW_MISSING) && wanted.nullable());
  }

  private void addMissing(StructType found, StructField wanted, String column, int named) {
    differences.add(
        named == 0
            ? String.format(
                Locale.ROOT,
                "%s: missing (wanted %s; found %s)%s",
                column,
                wanted.dataType().sql(),
                String.join(", ", found.fieldNames()),
                reading.contains(Reading.ALLOW_MISSING)
                    ? ": a primitive component cannot be null (make it its box, or an Optional)"
                    : "")
            : String.format(
                Locale.ROOT, "%s: %d columns have this name (rename all but one)", column, named));
  }

  private boolean sameName(StructField found, StructField wanted) {
    return reading.contains(Reading.IGNORE_CASE)
        ? found.name().equalsIgnoreCase(wanted.name())
        : found.name().equals(wanted.name());
  }

  private void reportExtra(StructType found, StructType wanted, String path) {
    if (reading.contains(Reading.REFUSE_EXTRA)) {
      Arrays.stream(found.fields())
          .filter(
              field -> Arrays.stream(wanted.fields()).noneMatch(other -> sameName(field, other)))
          .forEach(
              field ->
                  differences.add(
                      String.format(
                          Locale.ROOT,
                          "%s%s: no component reads it (drop the column, or add a component)",
                          path,
                          field.name())));
    }
  }

  private Column fit(Column column, DataType found, DataType wanted, String path) {
    if (found.catalogString().equals(wanted.catalogString())) { // equal but for nulls
      return column;
    }
    if (found instanceof StructType from && wanted instanceof StructType to) {
      return struct(column, from, to, path);
    }
    if (found instanceof ArrayType from && wanted instanceof ArrayType to) {
      return functions.transform(
          column, each -> fit(each, from.elementType(), to.elementType(), path + "[]"));
    }
    if (found instanceof MapType from && wanted instanceof MapType to) {
      return map(column, from, to, path);
    }
    if (found instanceof NullType || widens(found, wanted)) {
      return column.cast(wanted);
    }
    if (isNumber(found) && isNumber(wanted)) {
      if (!reading.contains(Reading.ALLOW_NARROWING)) {
        differences.add(
            String.format(
                Locale.ROOT,
                "%s: %s does not fit into %s without loss (widen the component, or pass Reading.ALLOW_NARROWING)",
                path,
                found.sql(),
                wanted.sql()));
      }
      return column.cast(wanted);
    }
    differences.add(
        String.format(
            Locale.ROOT,
            "%s: wrong type %s (wanted %s; change the component, or cast the column)",
            path,
            found.sql(),
            wanted.sql()));
    return column;
  }

  private Column struct(Column column, StructType found, StructType wanted, String path) {
    List<Column> fields = new ArrayList<>();
    for (StructField field : wanted.fields()) {
      fitted(found, field, path + ".", source -> column.getField(source.name()))
          .ifPresent(fields::add);
    }
    reportExtra(found, wanted, path + ".");
    return functions.when(column.isNotNull(), functions.struct(fields.toArray(Column[]::new)));
  }

  private Column map(Column column, MapType found, MapType wanted, String path) {
    Column keys =
        functions.transform_keys(
            column, (key, value) -> fit(key, found.keyType(), wanted.keyType(), path + ".key"));
    return functions.transform_values(
        keys, (key, value) -> fit(value, found.valueType(), wanted.valueType(), path + ".value"));
  }

  private static boolean isNumber(DataType type) {
    return INTEGERS.contains(type)
        || type.equals(DataTypes.FloatType)
        || type.equals(DataTypes.DoubleType)
        || type instanceof DecimalType;
  }

  /** Whether every value of one type is a value of the other. */
  private static boolean widens(DataType from, DataType to) {
    if (from.equals(DataTypes.FloatType)) {
      return to.equals(DataTypes.DoubleType);
    }
    if (from instanceof DecimalType narrow && to instanceof DecimalType wide) {
      return wide.scale() >= narrow.scale()
          && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
    }
    if (from instanceof DayTimeIntervalType narrow && to instanceof DayTimeIntervalType wide) {
      return wide.startField() <= narrow.startField() && wide.endField() >= narrow.endField();
    }
    if (from instanceof YearMonthIntervalType narrow && to instanceof YearMonthIntervalType wide) {
      return wide.startField() <= narrow.startField() && wide.endField() >= narrow.endField();
    }
    int rank = INTEGERS.indexOf(from);
    if (rank < 0) {
      return false;
    }
    if (to instanceof DecimalType decimal) {
      return decimal.precision() - decimal.scale() >= DIGITS.get(rank);
    }
    // A float holds 24 bits exactly, a double 53.
    return INTEGERS.indexOf(to) > rank
        || (to.equals(DataTypes.FloatType) && rank <= 1)
        || (to.equals(DataTypes.DoubleType) && rank <= 2);
  }
}
