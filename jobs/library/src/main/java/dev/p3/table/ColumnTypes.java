package dev.p3.table;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Sorts the types of columns. */
public final class ColumnTypes {
  private ColumnTypes() {}

  /** Whether values have values inside: structs, arrays and maps. */
  public static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
  }

  /** Whether each value has one text: not those of nested types, and not bytes. */
  public static boolean isPlain(DataType type) {
    return !isNested(type) && !(type instanceof BinaryType);
  }
}
