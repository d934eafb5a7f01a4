package dev.p3.record;

import org.apache.spark.sql.catalyst.DeserializerBuildHelper;
import org.apache.spark.sql.catalyst.SerializerBuildHelper;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.analysis.GetColumnByOrdinal;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.objects.AssertNotNull;
import org.apache.spark.sql.types.DataType;

/** A type that Spark itself has an encoder for. */
final class LeafForm extends ColumnForm {
  private static final long serialVersionUID = 1L;

  private final AgnosticEncoder<?> encoder;

  LeafForm(AgnosticEncoder<?> encoder) {
    this.encoder = encoder;
  }

  @Override
  Class<?> javaClass() {
    return encoder.clsTag().runtimeClass();
  }

  @Override
  DataType dataType() {
    return encoder.dataType();
  }

  @Override
  boolean nullable() {
    return encoder.nullable();
  }

  @Override
  DataType externalType() {
    return javaClass().isPrimitive() || javaClass() == byte[].class
        ? encoder.dataType()
        : super.externalType();
  }

  /** Spark builds the expression for a row of one column; the value takes that column's place. */
  @Override
  Expression toCatalyst(Expression value) {
    return Catalyst.replace(
        SerializerBuildHelper.createSerializer(encoder), BoundReference.class, value);
  }

  @Override
  Expression fromCatalyst(Expression column, WalkedTypePath walked) {
    Expression whole = DeserializerBuildHelper.createDeserializer(encoder);
    // The caller adds the check for null, with the path to the component.
    Expression unchecked = whole instanceof AssertNotNull checked ? checked.child() : whole;
    return Catalyst.replace(unchecked, GetColumnByOrdinal.class, column);
  }
}
