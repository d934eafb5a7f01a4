package dev.p3.table;

import dev.p3.fault.Faults;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The type in which the values of two columns are compared as keys. Two keys are equal when their
 * values are, whatever the types: the BIGINT 9007199254740993 is no DOUBLE, 1.50 is 1.5, 0.0 is
 * -0.0, NaN is NaN, and the DOUBLE nearest to 0.1 is neither the DECIMAL 0.1 nor the FLOAT nearest
 * to it. Null is equal to nothing.
 *
 * @param type what keys are compared in
 * @param isNarrow whether the type holds only what both columns can hold: a value that it does not
 *     hold, which can have no equal in the other column, becomes null
 */
public record KeyType(DataType type, boolean isNarrow) {
  private static final List<DataType> INTEGERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  /** Digits of the largest value of each of {@link #INTEGERS}. */
  private static final List<Integer> DIGITS = List.of(3, 5, 10, 19);

  /**
   * A column of keys.
   *
   * @param input the name of the Dataset, for messages
   */
  public record Keys(String input, Dataset<Row> rows, String column) {
    /** The type of its values. */
    public DataType type() {
      return rows.schema().apply(column).dataType();
    }

    private boolean isText() {
      return type().equals(DataTypes.StringType);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s.%s (%s)", input, column, type().sql());
    }
  }

  /**
   * Finds the type for two columns; when there is none, adds a fault. Text and another type have
   * none: Spark would compare them only as far as each text happens to be such a value.
   */
  public static Optional<KeyType> of(Keys left, Keys right, Faults faults) {
    boolean oneIsText = left.isText() != right.isText();
    if (oneIsText && (left.rows.isEmpty() || right.rows.isEmpty())) {
      // Without rows, a CSV file's columns are text whatever they hold elsewhere.
      return Optional.of(new KeyType(DataTypes.StringType, false));
    }
    Optional<KeyType> common =
        oneIsText ? Optional.empty() : common(left.rows.sparkSession(), left.type(), right.type());
    if (common.isEmpty()) {
      faults.add(
          "Cannot match %s with %s: values of these types cannot be compared exactly; read both alike, such as csv,inferSchema=false:PATH for text",
          left, right);
    }
    return common;
  }

  /** The keys, as a column of the table that has a column of this name. */
  public Column values(String column) {
    Column values = Columns.named(column);
    if (!isNarrow) {
      return values.cast(type);
    }
    var decimal = (DecimalType) type;
    return functions
        .udf(new ExactDecimal(decimal.precision(), decimal.scale()), type)
        .apply(values);
  }

  private static Optional<KeyType> common(SparkSession spark, DataType left, DataType right) {
    if (left.equals(right)) {
      return Optional.of(new KeyType(left, false));
    }
    if (isNumber(left) && isNumber(right)) {
      return Optional.of(ofNumbers(left, right));
    }
    return ofSpark(spark, left, right)
        .filter(common -> isExact(left, common) && isExact(right, common))
        .map(common -> new KeyType(common, false));
  }

  private static boolean isNumber(DataType type) {
    return INTEGERS.contains(type) || isFloating(type) || type instanceof DecimalType;
  }

  private static boolean isFloating(DataType type) {
    return type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType);
  }

  /** The wider of two types where it holds every value of both, else what both can hold. */
  private static KeyType ofNumbers(DataType left, DataType right) {
    if (isInDouble(left) && isInDouble(right) && (isFloating(left) || isFloating(right))) {
      return new KeyType(DataTypes.DoubleType, false);
    }
    if (INTEGERS.contains(left) && INTEGERS.contains(right)) {
      return new KeyType(
          INTEGERS.get(Math.max(INTEGERS.indexOf(left), INTEGERS.indexOf(right))), false);
    }
    if (isFloating(left) || isFloating(right)) {
      return new KeyType(decimal(isFloating(left) ? right : left), true);
    }
    DecimalType one = decimal(left);
    DecimalType other = decimal(right);
    int whole = Math.max(wholeDigits(one), wholeDigits(other));
    int scale = Math.max(one.scale(), other.scale());
    if (whole + scale <= DecimalType.MAX_PRECISION()) {
      return new KeyType(DataTypes.createDecimalType(Math.max(1, whole + scale), scale), false);
    }
    whole = Math.min(wholeDigits(one), wholeDigits(other));
    scale = Math.min(one.scale(), other.scale());
    return new KeyType(DataTypes.createDecimalType(Math.max(1, whole + scale), scale), true);
  }

  /** A double holds 53 bits exactly. */
  private static boolean isInDouble(DataType type) {
    return isFloating(type) || (INTEGERS.contains(type) && !type.equals(DataTypes.LongType));
  }

  private static DecimalType decimal(DataType exact) {
    return exact instanceof DecimalType decimal
        ? decimal
        : DataTypes.createDecimalType(DIGITS.get(INTEGERS.indexOf(exact)), 0);
  }

  private static int wholeDigits(DecimalType type) {
    return type.precision() - type.scale();
  }

  /** Whether a cast changes no number within a value. */
  private static boolean isExact(DataType from, DataType to) {
    if (from instanceof StructType inner && to instanceof StructType outer) {
      StructField[] fields = inner.fields();
      for (int i = 0; i < fields.length; i++) {
        if (!isExact(fields[i].dataType(), outer.fields()[i].dataType())) {
          return false;
        }
      }
      return true;
    }
    if (from instanceof ArrayType inner && to instanceof ArrayType outer) {
      return isExact(inner.elementType(), outer.elementType());
    }
    if (from instanceof MapType inner && to instanceof MapType outer) {
      return isExact(inner.keyType(), outer.keyType())
          && isExact(inner.valueType(), outer.valueType());
    }
    if (!isNumber(from) || from.equals(to)) {
      return true;
    }
    KeyType common = ofNumbers(from, to);
    return common.type.equals(to) && !common.isNarrow;
  }

  /** The type in which Spark itself compares values of two types. */
  private static Optional<DataType> ofSpark(SparkSession spark, DataType left, DataType right) {
    try {
      return Optional.of(
          spark
              .sql(
                  String.format(
                      Locale.ROOT,
                      "select coalesce(cast(null as %s), cast(null as %s)) as k",
                      left.sql(),
                      right.sql()))
              .schema()
              .apply("k")
              .dataType());
    } catch (Exception noCommonType) {
      return Optional.empty();
    }
  }
}
