package dev.p3.record;

import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.JavaTypeInference;
import org.apache.spark.sql.types.DataType;

/**
 * How a function of columns gets values of one class, and gives them. Thread-safe.
 *
 * @param <T> a record, or a class that Spark itself hands to functions of columns
 */
interface ColumnValue<T> extends Serializable {
  /** The column's type. */
  DataType type();

  /** From what Spark hands to a function; null stays null. */
  T fromColumn(Object value);

  /** To what Spark takes from a function; null stays null. */
  Object toColumn(T value);

  /**
   * How values of a class are handed over.
   *
   * @throws IllegalArgumentException when no column can hold the class
   */
  @SuppressWarnings("unchecked") // a record's class is that of its values
  static <T> ColumnValue<T> of(Class<T> type) {
    return type.isRecord()
        ? (ColumnValue<T>) new RecordRows<>(type.asSubclass(Record.class))
        : new Plain<>(
            (Class<T>) MethodType.methodType(type).wrap().returnType(),
            JavaTypeInference.encoderFor(type).dataType());
  }

  /** As Spark hands it over. */
  record Plain<T>(Class<T> javaType, DataType type) implements ColumnValue<T> {
    @Override
    public T fromColumn(Object value) {
      if (value != null && !javaType.isInstance(value)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Cannot call the function: its argument is %s %s (must be a column of %s; cast it)",
                value instanceof Row ? "a struct" : value.getClass().getSimpleName(),
                value,
                javaType.getSimpleName()));
      }
      return javaType.cast(value);
    }

    @Override
    public Object toColumn(T value) {
      return value;
    }
  }
}
