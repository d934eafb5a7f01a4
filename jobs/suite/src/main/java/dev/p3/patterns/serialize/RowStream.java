package dev.p3.patterns.serialize;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.execution.UnsafeRowSerializer;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A Dataset's encoder, and the rows as Spark SQL shuffles them: each with its length. */
final class RowStream implements RecordStream {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Object();

  private final ExpressionEncoder.Serializer<Object> toRow;
  private final ExpressionEncoder.Deserializer<Object> fromRow;
  private final SerializerInstance rows;

  RowStream(RecordType type) {
    this.toRow = type.toRow();
    this.fromRow = type.fromRow();
    this.rows = new UnsafeRowSerializer(type.schema().size(), null).newInstance();
  }

  @Override
  public void write(Object[] records, OutputStream out) {
    try (SerializationStream stream = rows.serializeStream(out)) {
      for (Object each : records) {
        stream.writeValue(toRow.apply(each), ANY);
      }
    }
  }

  @Override
  public void read(byte[] bytes, Object[] into) {
    try (DeserializationStream stream = rows.deserializeStream(new ByteArrayInputStream(bytes))) {
      Iterator<Tuple2<Object, Object>> pairs = stream.asKeyValueIterator();
      for (int i = 0; i < into.length; i++) {
        into[i] = fromRow.apply((InternalRow) pairs.next()._2());
      }
    }
  }
}
