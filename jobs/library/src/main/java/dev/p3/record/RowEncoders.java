package dev.p3.record;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.EncoderField;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.IterableEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.MapEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.RowEncoder;
import org.apache.spark.sql.types.Metadata;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Spark's encoders of Rows whose columns hold what {@link RowValue} gives. */
final class RowEncoders {
  private RowEncoders() {}

  /** What takes an array, and gives a sequence of Scala. */
  static AgnosticEncoder<?> list(ColumnForm element) {
    return new IterableEncoder<>(
        tag(scala.collection.mutable.Seq.class), element.rowEncoder(), element.nullable(), true);
  }

  static AgnosticEncoder<?> map(ColumnForm key, ColumnForm value) {
    return new MapEncoder<>(
        tag(scala.collection.Map.class), key.rowEncoder(), value.rowEncoder(), true);
  }

  static AgnosticEncoder<Row> row(RecordForm record) {
    return new RowEncoder(fields(record));
  }

  @SuppressWarnings("deprecation") // JavaConverters is in Scala 2.12 and 2.13
  private static Seq<EncoderField> fields(RecordForm record) {
    List<EncoderField> fields =
        record.fields().stream()
            .map(
                field ->
                    new EncoderField(
                        field.column(),
                        field.form().rowEncoder(),
                        field.form().nullable(),
                        Metadata.empty(),
                        Option.empty(),
                        Option.empty()))
            .toList();
    return JavaConverters.asScalaBuffer(fields).toList();
  }

  @SuppressWarnings("unchecked") // a class tag is as generic as its class
  private static <T> ClassTag<T> tag(Class<?> type) {
    return (ClassTag<T>) ClassTag$.MODULE$.apply(type);
  }
}
