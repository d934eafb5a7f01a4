package dev.p3.record;

import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.SerializerBuildHelper;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** A Java array, but for byte[], which is a leaf. */
final class ArrayForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  private final ColumnForm element;

  ArrayForm(ColumnForm element) {
    this.element = element;
  }

  @Override
  void addOptionals(String path, Set<String> optionals) {
    element.addOptionals(path + "[]", optionals);
  }

  @Override
  Class<?> javaClass() {
    return element.javaClass().arrayType();
  }

  @Override
  DataType dataType() {
    return new ArrayType(element.dataType(), element.nullable());
  }

  @Override
  RowValue rowValue() {
    return new RowValue.ArrayElements(javaClass(), element.rowValue());
  }

  @Override
  AgnosticEncoder<?> rowEncoder() {
    return RowEncoders.list(element);
  }

  @Override
  Expression toCatalyst(Expression array) {
    return element.nullable()
        ? Catalyst.elementsToCatalyst(element, array)
        : SerializerBuildHelper.createSerializerForPrimitiveArray(array, element.dataType());
  }

  @Override
  Expression fromCatalyst(Expression column, WalkedTypePath walked) {
    WalkedTypePath inside = walked.recordArray(element.javaClass().getName());
    if (!element.nullable()) {
      return Catalyst.arrayFromCatalyst(element, column, inside, primitives(), javaClass());
    }
    return Catalyst.apply(
        new Conversion.ToArrayOf(javaClass()),
        externalType(),
        Catalyst.arrayFromCatalyst(element, column, inside, "array", Object[].class));
  }

  /** {@code toIntArray} for int: what Catalyst's arrays call it. */
  private String primitives() {
    String name = element.javaClass().getName();
    return "to" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Array";
  }
}
