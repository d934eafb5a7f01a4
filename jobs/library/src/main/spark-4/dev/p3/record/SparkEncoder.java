package dev.p3.record;

import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.EncoderField;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.StructEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticExpressionPathEncoder;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag;

/**
 * A {@link RecordForm} as Spark 4 takes it: an encoder that brings its own expressions, alone or
 * inside a tuple. A StructEncoder too, because typed selects ask for one where rows are structs.
 */
@SuppressWarnings("deprecation") // deprecated in 4.0, and still Spark's only way in through 4.2
final class SparkEncoder<R extends Record>
    implements AgnosticExpressionPathEncoder<R>, StructEncoder<R> {
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
  public Seq<EncoderField> fields() {
    return Catalyst.seq(
        form.fields().stream()
            .map(
                field ->
                    new EncoderField(
                        field.column(),
                        new OfComponent<>(field.form()),
                        field.form().nullable(),
                        Metadata.empty(),
                        Option.apply(field.component()),
                        Option.empty()))
            .toList());
  }

  @Override
  public boolean isPrimitive() {
    return false;
  }

  @Override
  public boolean isStruct() {
    return true;
  }

  /** Scala's traits set their constants through such methods; this class has its own. */
  @Override
  public void
      org$apache$spark$sql$catalyst$encoders$AgnosticEncoders$StructEncoder$_setter_$isStruct_$eq(
          boolean ignored) {}

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

  /** The encoder of one component. */
  private static final class OfComponent<C> implements AgnosticExpressionPathEncoder<C> {
    private static final long serialVersionUID = 1L;

    private final ColumnForm form;

    OfComponent(ColumnForm form) {
      this.form = form;
    }

    @Override
    public Expression toCatalyst(Expression input) {
      return form.toCatalyst(input);
    }

    @Override
    public Expression fromCatalyst(Expression inputPath) {
      return form.fromCatalyst(inputPath, Catalyst.walkedFrom(form.javaClass()));
    }

    @Override
    public boolean isPrimitive() {
      return form.javaClass().isPrimitive();
    }

    @Override
    public boolean nullable() {
      return form.nullable();
    }

    @Override
    public DataType dataType() {
      return form.dataType();
    }

    @Override
    public ClassTag<C> clsTag() {
      return Catalyst.classTag(form.javaClass());
    }
  }
}
