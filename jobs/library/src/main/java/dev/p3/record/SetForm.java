package dev.p3.record;

import java.util.Set;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;

/** A Set, as an array; read back as a set in the array's order. */
final class SetForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  private final ColumnForm element;

  SetForm(ColumnForm element) {
    this.element = element;
  }

  @Override
  void addOptionals(String path, Set<String> optionals) {
    element.addOptionals(path + "[]", optionals);
  }

  @Override
  Class<?> javaClass() {
    return Set.class;
  }

  @Override
  DataType dataType() {
    return new ArrayType(element.dataType(), true);
  }

  @Override
  RowValue rowValue() {
    return new RowValue.SetElements(element.rowValue());
  }

  @Override
  AgnosticEncoder<?> rowEncoder() {
    return RowEncoders.list(element);
  }

  @Override
  Expression toCatalyst(Expression set) {
    return Catalyst.elementsToCatalyst(
        element, Catalyst.apply(Conversion.SET_TO_ARRAY, new ObjectType(Object[].class), set));
  }

  @Override
  Expression fromCatalyst(Expression column, WalkedTypePath walked) {
    return Catalyst.apply(
        Conversion.ARRAY_TO_SET,
        externalType(),
        Catalyst.arrayFromCatalyst(
            element,
            column,
            walked.recordArray(element.javaClass().getName()),
            "array",
            Object[].class));
  }
}
