package dev.p3.patterns.separate;

import java.io.Serializable;
import java.util.OptionalInt;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.VarcharType;

/**
 * What a column must be.
 *
 * @param name its name, in the raw rows and in the good ones
 * @param declared its type as declared
 * @param isRequired whether it may not be null
 */
public record ColumnRule(String name, DataType declared, boolean isRequired)
    implements Serializable {
  /** The type of the column in good rows. */
  public DataType type() {
    return length().isPresent() ? DataTypes.StringType : declared;
  }

  /** Whether text is what the column holds. */
  boolean isText() {
    return type() instanceof StringType;
  }

  /** The most characters that a CHAR or VARCHAR may have. */
  public OptionalInt length() {
    if (declared instanceof VarcharType text) {
      return OptionalInt.of(text.length());
    }
    return declared instanceof CharType text ? OptionalInt.of(text.length()) : OptionalInt.empty();
  }
}
