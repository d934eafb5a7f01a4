package dev.p3.record;

import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticExpressionPathEncoder;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.reflect.ClassTag;

/**
 * A {@link RecordForm} as Spark 4 takes it: an encoder that brings its own expressions, alone or
 * inside a tuple.
 */
@SuppressWarnings("deprecation") // deprecated in 4.0, and still Spark's only way in through 4.2
final class SparkEncoder<R extends Record> implements AgnosticExpressionPathEncoder<R> {
  private static final long serialVersionUID = 1L;

  private final RecordForm form;

  private SparkEncoder(RecordForm form) {
    this.form = form;
  }

  static Encoder<? extends Record> of(RecordForm form) {
    return ExpressionEncoder.apply(new SparkEncoder<>(form));
  }

  @Override
  public Expression toCatalyst(Expression input) {
    return form.toCatalyst(input);
  }

  @Override
  public Expression fromCatalyst(Expression inputPath) {
    return form.fromCatalyst(inputPath, form.root());
  }

  @Override
  public boolean isPrimitive() {
    return false;
  }

  @Override
  public boolean isStruct() {
    return true;
  }

  @Override
  public DataType dataType() {
    return form.dataType();
  }

  @Override
  public StructType schema() {
    return form.dataType();
  }

  @Override
  @SuppressWarnings("unchecked") // the form's class is R
  public ClassTag<R> clsTag() {
    return Catalyst.classTag((Class<R>) form.javaClass());
  }
}
