package dev.p3.record;

import java.lang.invoke.MethodType;
import java.math.BigInteger;
import org.apache.spark.sql.catalyst.DeserializerBuildHelper;
import org.apache.spark.sql.catalyst.JavaTypeInference;
import org.apache.spark.sql.catalyst.SerializerBuildHelper;
import org.apache.spark.sql.catalyst.WalkedTypePath;
import org.apache.spark.sql.catalyst.analysis.GetColumnByOrdinal;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.JavaDecimalEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.StringEncoder$;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.objects.AssertNotNull;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

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

  @Override
  RowValue rowValue() {
    if (javaClass() == BigInteger.class) {
      return RowValue.WholeDecimal.WHOLE_DECIMAL;
    }
    return javaClass().isEnum() ? new RowValue.EnumName(javaClass()) : RowValue.Same.SAME;
  }

  @Override
  AgnosticEncoder<?> rowEncoder() {
    if (javaClass() == BigInteger.class) {
      return new JavaDecimalEncoder((DecimalType) encoder.dataType(), false);
    }
    return javaClass().isEnum() ? StringEncoder$.MODULE$ : boxed();
  }

  /** Rows hold primitives in boxes. */
  private AgnosticEncoder<?> boxed() {
    return javaClass().isPrimitive()
        ? JavaTypeInference.encoderFor(MethodType.methodType(javaClass()).wrap().returnType())
        : encoder;
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
