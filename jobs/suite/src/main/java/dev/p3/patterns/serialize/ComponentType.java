package dev.p3.patterns.serialize;

import dev.p3.fault.Faults;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.xbean.asm9.Type;

/**
 * The Java type of a column, as the JVM writes generic types.
 *
 * @param signature such as {@code Ljava/util/List<Ljava/lang/Integer;>;}
 * @param decimal the decimal that holds every one in the column; null when there is none
 */
record ComponentType(String signature, DecimalType decimal) {
  private static final int MOST_DIGITS = 38;

  private static final Map<DataType, Class<?>> CLASSES =
      Map.ofEntries(
          Map.entry(DataTypes.BooleanType, Boolean.class),
          Map.entry(DataTypes.ByteType, Byte.class),
          Map.entry(DataTypes.ShortType, Short.class),
          Map.entry(DataTypes.IntegerType, Integer.class),
          Map.entry(DataTypes.LongType, Long.class),
          Map.entry(DataTypes.FloatType, Float.class),
          Map.entry(DataTypes.DoubleType, Double.class),
          Map.entry(DataTypes.StringType, String.class),
          Map.entry(DataTypes.NullType, String.class),
          Map.entry(DataTypes.BinaryType, byte[].class),
          Map.entry(DataTypes.DateType, java.time.LocalDate.class),
          Map.entry(DataTypes.TimestampType, java.time.Instant.class),
          Map.entry(DataTypes.TimestampNTZType, java.time.LocalDateTime.class));

  private static final Map<DataType, Class<?>> PRIMITIVES =
      Map.of(
          DataTypes.BooleanType, boolean.class,
          DataTypes.ByteType, byte.class,
          DataTypes.ShortType, short.class,
          DataTypes.IntegerType, int.class,
          DataTypes.LongType, long.class,
          DataTypes.FloatType, float.class,
          DataTypes.DoubleType, double.class);

  /** Whether values of the type may be a Java primitive. */
  static boolean isPrimitive(DataType type) {
    return PRIMITIVES.containsKey(type);
  }

  /**
   * @param boxed whether a number must be an object, as where it may be null
   * @param path of the column, for faults
   * @param faults gets a line for each part that has no Java type, or no Parquet type
   */
  static ComponentType of(DataType type, boolean boxed, String path, Faults faults) {
    if (!boxed && isPrimitive(type)) {
      return new ComponentType(Type.getDescriptor(PRIMITIVES.get(type)), null);
    }
    if (type instanceof ArrayType array) {
      ComponentType element = of(array.elementType(), true, path + "[]", faults);
      return new ComponentType(
          String.format(Locale.ROOT, "Ljava/util/List<%s>;", element.signature), element.decimal);
    }
    if (type instanceof MapType map) {
      ComponentType key = of(map.keyType(), true, path + ".key", faults);
      ComponentType value = of(map.valueType(), true, path + ".value", faults);
      return new ComponentType(
          String.format(Locale.ROOT, "Ljava/util/Map<%s%s>;", key.signature, value.signature),
          wider(key.decimal, value.decimal));
    }
    if (type instanceof StructType struct) {
      return struct(struct, path, faults);
    }
    if (type instanceof DecimalType decimal) {
      return new ComponentType(Type.getDescriptor(java.math.BigDecimal.class), decimal);
    }
    return leaf(type, path, faults);
  }

  /** The type without type arguments. */
  String descriptor() {
    return signature.replaceFirst("<.*>", "");
  }

  private static ComponentType struct(StructType struct, String path, Faults faults) {
    if (struct.isEmpty()) {
      faults.add("%s: a struct without fields, which Parquet cannot hold", path);
    }
    var found = new Faults();
    for (StructField field : struct.fields()) {
      of(field.dataType(), true, path + "." + field.name(), found);
    }
    faults.addAll(found);
    return !found.isEmpty()
        ? new ComponentType("Ljava/lang/Record;", null)
        : new ComponentType(Type.getDescriptor(RecordClasses.shapedAs(struct)), null);
  }

  private static ComponentType leaf(DataType type, String path, Faults faults) {
    Class<?> leaf = CLASSES.get(type);
    if (type instanceof DayTimeIntervalType) {
      leaf = java.time.Duration.class;
    } else if (type instanceof YearMonthIntervalType) {
      leaf = java.time.Period.class;
    }
    if (leaf == null) {
      faults.add("%s: no record component holds %s", path, type.sql());
      return new ComponentType("Ljava/lang/Object;", null);
    }
    return new ComponentType(Type.getDescriptor(leaf), null);
  }

  private static DecimalType wider(DecimalType one, DecimalType other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    int scale = Math.max(one.scale(), other.scale());
    int whole = Math.max(one.precision() - one.scale(), other.precision() - other.scale());
    return DataTypes.createDecimalType(Math.min(MOST_DIGITS, whole + scale), scale);
  }
}
