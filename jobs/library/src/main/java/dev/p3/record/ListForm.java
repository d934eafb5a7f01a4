package dev.p3.record;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** A List. */
final class ListForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  private final ColumnForm element;

  ListForm(ColumnForm element) {
    this.element = element;
  }

  @Override
  void addOptionals(String path, Set<String> optionals) {
    element.addOptionals(path + "[]", optionals);
  }

  @Override
  Class<?> javaClass() {
    return List.class;
  }

  @Override
  DataType dataType() {
    return new ArrayType(element.dataType(), true);
  }

  @Override
  RowValue rowValue() {
    return new RowValue.Elements(element.rowValue());
  }

  @Override
  AgnosticEncoder<?> rowEncoder() {
    return RowEncoders.list(element);
  }

  @Override
  Expression toCatalyst(Expression list) {
    return Catalyst.elementsToCatalyst(element, list);
  }

  @Override
  Expression fromCatalyst(Expression column, WalkedTypePath walked) {
    return Catalyst.elementsFromCatalyst(
        element, column, walked.recordArray(element.javaClass().getName()), true);
  }
}
