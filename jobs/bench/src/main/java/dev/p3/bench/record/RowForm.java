package dev.p3.bench.record;

import dev.p3.record.Records;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.encoders.package$;

/** What a Dataset's objects are. */
public enum RowForm {
  RECORD(shape -> Records.encoder(shape.recordType())) {
    @Override
    List<?> objects(Shape shape) {
      return shape.records();
    }
  },
  BEAN(shape -> Encoders.bean(shape.beanType())) {
    @Override
    List<?> objects(Shape shape) {
      return shape.beans();
    }
  },
  /** Generic rows of the record's schema. */
  ROW(shape -> rowEncoder(shape)) {
    @Override
    List<?> objects(Shape shape) {
      ExpressionEncoder.Deserializer<Object> toRow = deserializer(shape);
      return RECORD.encoded(shape).stream().map(toRow::apply).toList();
    }
  };

  private final Function<Shape, Encoder<?>> encoder;

  RowForm(Function<Shape, Encoder<?>> encoder) {
    this.encoder = encoder;
  }

  /** The shape's rows as objects of this form. */
  abstract List<?> objects(Shape shape);

  ExpressionEncoder.Serializer<Object> serializer(Shape shape) {
    return bound(encoder.apply(shape)).createSerializer();
  }

  ExpressionEncoder.Deserializer<Object> deserializer(Shape shape) {
    return bound(encoder.apply(shape)).createDeserializer();
  }

  /** The shape's rows as Spark holds them. */
  List<InternalRow> encoded(Shape shape) {
    ExpressionEncoder.Serializer<Object> serializer = serializer(shape);
    // Spark reuses one row.
    return objects(shape).stream().map(object -> serializer.apply(object).copy()).toList();
  }

  private static Encoder<Row> rowEncoder(Shape shape) {
    return Encoders.row(Records.encoder(shape.recordType()).schema());
  }

  @SuppressWarnings("unchecked") // the caller hands over objects of the form
  private static <T> ExpressionEncoder<T> bound(Encoder<?> encoder) {
    ExpressionEncoder<T> expressions = (ExpressionEncoder<T>) package$.MODULE$.encoderFor(encoder);
    return expressions.resolveAndBind(
        expressions.resolveAndBind$default$1(), expressions.resolveAndBind$default$2());
  }
}
