package dev.p3.record;

import java.io.Serializable;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.TransformingEncoder;
import org.apache.spark.sql.catalyst.encoders.Codec;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction0;

/** A {@link RecordForm} as Spark Connect takes it: a Row, and what makes records of it. */
final class ConnectEncoder {
  private ConnectEncoder() {}

  static Encoder<? extends Record> of(RecordForm form) {
    return of(form.javaClass().asSubclass(Record.class), form);
  }

  private static <R extends Record> Encoder<R> of(Class<R> type, RecordForm form) {
    return new TransformingEncoder<>(
        ClassTag$.MODULE$.apply(type),
        RowEncoders.row(form),
        new Codecs<>(new RecordAsRow<>(type, form.rowValue())),
        true);
  }

  /** The same codec for every task: it has no state. */
  private static final class Codecs<R> extends AbstractFunction0<Codec<? super R, Row>>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final RecordAsRow<R> codec;

    Codecs(RecordAsRow<R> codec) {
      this.codec = codec;
    }

    @Override
    public Codec<? super R, Row> apply() {
      return codec;
    }
  }

  private record RecordAsRow<R>(Class<R> type, RowValue value) implements Codec<R, Row> {
    @Override
    public Row encode(R record) {
      return (Row) value.toRow(record);
    }

    @Override
    public R decode(Row row) {
      return type.cast(value.fromRow(row));
    }
  }
}
