package dev.p3.record;

import java.io.Serializable;
import java.util.Set;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;

/** How values of one Java type are held in a column. Immutable. */
abstract class ColumnForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The class of the Java value. */
  abstract Class<?> javaClass();

  /** The type of the column. */
  abstract DataType dataType();

  /** Whether the column may hold null. */
  boolean nullable() {
    return true;
  }

  /** The Java value's type in an expression: its class, but for what Catalyst holds natively. */
  DataType externalType() {
    return new ObjectType(javaClass());
  }

  /** From the Java value to the column. */
  abstract Expression toCatalyst(Expression value);

  /**
   * From the column to the Java value.
   *
   * @param walked the way from the record to here, for Spark's messages
   */
  abstract Expression fromCatalyst(Expression column, WalkedTypePath walked);

  /** The values of {@link #rowEncoder}. */
  abstract RowValue rowValue();

  /** As a column of a Row, for Spark Connect, whose clients have no Catalyst. */
  abstract AgnosticEncoder<?> rowEncoder();

  /**
   * Adds the paths of the Optional components, as {@link SchemaFit} names columns.
   *
   * @param path to this column
   */
  void addOptionals(String path, Set<String> optionals) {
    // None within a leaf.
  }
}
