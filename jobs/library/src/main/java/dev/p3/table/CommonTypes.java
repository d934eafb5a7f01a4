package dev.p3.table;

import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;

/** Whether values of two types can stand in one column without a change. */
public final class CommonTypes {
  private static final int DIGITS_OF_FLOAT = 7;
  private static final int DIGITS_OF_DOUBLE = 15;

  private CommonTypes() {}

  /** Whether Spark's union of two columns loses nothing of either. */
  public static boolean exist(DataType left, DataType right) {
    if (left.equals(right) || left instanceof NullType || right instanceof NullType) {
      return true;
    }
    if (left instanceof NumericType && right instanceof NumericType) {
      boolean areBinary = isBinary(left) && isBinary(right);
      if (isBinary(left) || isBinary(right)) {
        return areBinary || fits(left, right) || fits(right, left);
      }
      return areDecimals(decimal(left), decimal(right));
    }
    // Text is text; what else Spark brings together, it brings together whole.
    return !left.equals(DataTypes.StringType) && !right.equals(DataTypes.StringType);
  }

  private static boolean isBinary(DataType type) {
    return type instanceof DoubleType || type instanceof FloatType;
  }

  /** Whether a FLOAT or DOUBLE holds every value of a type of decimal digits. */
  private static boolean fits(DataType digits, DataType binary) {
    int most = binary instanceof DoubleType ? DIGITS_OF_DOUBLE : DIGITS_OF_FLOAT;
    return !isBinary(digits) && isBinary(binary) && decimal(digits).precision() <= most;
  }

  private static boolean areDecimals(DecimalType left, DecimalType right) {
    int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
    return whole + Math.max(left.scale(), right.scale()) <= DecimalType.MAX_PRECISION();
  }

  private static DecimalType decimal(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal;
    }
    int digits =
        type instanceof ByteType
            ? 3
            : type instanceof ShortType
                ? 5
                : type instanceof IntegerType ? 10 : type instanceof LongType ? 19 : 38;
    return DataTypes.createDecimalType(digits, 0);
  }
}
