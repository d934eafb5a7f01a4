package dev.p3.record;

import java.util.ArrayList;
import java.util.List;

/**
 * Classes that Spark's tasks and common broadcasts send, and that Spark leaves unregistered on at
 * least one line.
 */
final class BackFilledClasses {
  static final List<String> NAMES =
      List.of(
          "[B",
          "[[B",
          "[Ljava.lang.Object;",
          "[Ljava.lang.String;",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.sql.Date",
          "java.sql.Timestamp",
          "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.util.ArrayList",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.LinkedHashMap",
          "java.util.LinkedHashSet",
          "java.util.TreeMap",
          "org.apache.spark.sql.types.ArrayType",
          "org.apache.spark.sql.types.BinaryType$",
          "org.apache.spark.sql.types.BooleanType$",
          "org.apache.spark.sql.types.ByteType$",
          "org.apache.spark.sql.types.CalendarIntervalType$",
          "org.apache.spark.sql.types.CharType",
          "org.apache.spark.sql.types.DateType$",
          "org.apache.spark.sql.types.DayTimeIntervalType",
          "org.apache.spark.sql.types.Decimal",
          "org.apache.spark.sql.types.DecimalType",
          "org.apache.spark.sql.types.DoubleType$",
          "org.apache.spark.sql.types.FloatType$",
          "org.apache.spark.sql.types.IntegerType$",
          "org.apache.spark.sql.types.LongType$",
          "org.apache.spark.sql.types.MapType",
          "org.apache.spark.sql.types.Metadata",
          "org.apache.spark.sql.types.NullType$",
          "org.apache.spark.sql.types.ShortType$",
          "org.apache.spark.sql.types.StringType",
          "org.apache.spark.sql.types.StringType$",
          "org.apache.spark.sql.types.StructField",
          "org.apache.spark.sql.types.StructType",
          "org.apache.spark.sql.types.TimestampNTZType$",
          "org.apache.spark.sql.types.TimestampType$",
          "org.apache.spark.sql.types.VarcharType",
          "org.apache.spark.sql.types.VariantType$",
          "org.apache.spark.sql.types.YearMonthIntervalType",
          "[Lorg.apache.spark.sql.types.StructField;",
          "[Lorg.apache.spark.sql.types.DataType;",
          "org.apache.spark.sql.catalyst.InternalRow",
          "[Lorg.apache.spark.sql.catalyst.InternalRow;");

  private BackFilledClasses() {}

  /** Those that the loader finds; what is not there cannot be sent either. */
  static List<Class<?>> presentIn(ClassLoader loader) {
    List<Class<?>> present = new ArrayList<>();
    for (String name : NAMES) {
      try {
        present.add(Class.forName(name, false, loader));
      } catch (ClassNotFoundException | LinkageError absent) {
        // Not every Spark line has every class.
      }
    }
    return List.copyOf(present);
  }
}
