package dev.p3.data.raw;

import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegerType;

/**
 * A column that the scan reads where its text has the usual form, as {@link RawRows#withUsual}
 * says.
 *
 * @param column the column of text
 * @param type INT, BIGINT, DOUBLE, DATE, TIMESTAMP or TIMESTAMP_NTZ
 */
public record UsualColumn(String column, DataType type, UsualValue reader) implements Serializable {
  /** As an object of Spark's. */
  Object boxed(long value) {
    if (type instanceof IntegerType || type instanceof DateType) {
      return (int) value;
    }
    return type instanceof DoubleType ? (Object) Double.longBitsToDouble(value) : (Object) value;
  }
}
