package dev.p3.record;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/** An Optional as its value, or null when it is empty; a null Optional is read back as empty. */
final class OptionalForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  private final ColumnForm value;

  OptionalForm(ColumnForm value) {
    this.value = value;
  }

  @Override
  void addOptionals(String path, Set<String> optionals) {
    optionals.add(path);
    value.addOptionals(path, optionals);
  }

  @Override
  Class<?> javaClass() {
    return Optional.class;
  }

  @Override
  DataType dataType() {
    return value.dataType();
  }

  @Override
  RowValue rowValue() {
    return new RowValue.OptionalValue(value.rowValue());
  }

  @Override
  AgnosticEncoder<?> rowEncoder() {
    return value.rowEncoder();
  }

  @Override
  Expression toCatalyst(Expression optional) {
    return value.toCatalyst(
        Catalyst.apply(Conversion.OPTIONAL_TO_VALUE, value.externalType(), optional));
  }

  @Override
  Expression fromCatalyst(Expression column, WalkedTypePath walked) {
    return Catalyst.applyToNull(
        Conversion.VALUE_TO_OPTIONAL,
        externalType(),
        value.fromCatalyst(column, walked.recordOption(value.javaClass().getName())));
  }
}
