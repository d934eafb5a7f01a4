package dev.p3.record;

import java.util.UUID;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.StringEncoder$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** A UUID as its text of 36 characters. */
final class UuidForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  @Override
  Class<?> javaClass() {
    return UUID.class;
  }

  @Override
  DataType dataType() {
    return DataTypes.StringType;
  }

  @Override
  RowValue rowValue() {
    return RowValue.UuidText.UUID_TEXT;
  }

  @Override
  AgnosticEncoder<?> rowEncoder() {
    return StringEncoder$.MODULE$;
  }

  @Override
  Expression toCatalyst(Expression value) {
    return Catalyst.apply(Conversion.UUID_TO_TEXT, dataType(), value);
  }

  @Override
  Expression fromCatalyst(Expression column, WalkedTypePath walked) {
    return Catalyst.apply(Conversion.TEXT_TO_UUID, externalType(), column);
  }
}
