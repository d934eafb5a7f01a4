package dev.p3.record;

import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * Makes records of rows and rows of records, one at a time, by the code that a Dataset's encoder
 * has. Thread-safe; a task has a copy of its own, so that it never waits.
 */
final class RecordRows<R extends Record> implements ColumnValue<R> {
  private static final long serialVersionUID = 1L;

  private final Class<R> record;
  private final ExpressionEncoder<R> encoder;
  private transient Reader reader;
  private transient Writer writer;

  RecordRows(Class<R> record) {
    this.record = record;
    this.encoder = (ExpressionEncoder<R>) Records.encoder(record);
  }

  @Override
  public StructType type() {
    return encoder.schema();
  }

  /**
   * The record of a struct.
   *
   * @throws IllegalArgumentException when the value is no struct, or its columns do not fit; one
   *     line for each difference
   */
  @Override
  public synchronized R fromColumn(Object value) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof Row row)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot read %s as %s: it is no struct (hand over struct(columns))",
              value,
              record.getName()));
    }
    if (reader == null) {
      reader = new Reader();
    }
    return reader.read(row);
  }

  @Override
  public synchronized Object toColumn(R value) {
    if (writer == null) {
      writer = new Writer();
    }
    return value == null ? null : writer.write(value);
  }

  private void requireFit(StructType found) {
    var fit = new SchemaFit(Set.of(), Set.of());
    fit.columns(found, encoder.schema());
    fit.requireNone(record);
  }

  /** Not thread-safe, as Spark's generated code is not. */
  private final class Reader {
    private StructType schema; // of the last row: that of all, most often
    private Function1<Object, Object> toCatalyst;
    private Function1<InternalRow, R> make;

    R read(Row row) {
      if (!row.schema().equals(schema)) { // quick where it is the same one
        requireFit(row.schema());
        toCatalyst = CatalystTypeConverters.createToCatalystConverter(row.schema());
        make = Catalyst.boundTo(encoder, row.schema()).createDeserializer();
      }
      schema = row.schema();
      return make.apply((InternalRow) toCatalyst.apply(row));
    }
  }

  private final class Writer {
    private final Function1<R, InternalRow> toCatalyst = encoder.createSerializer();
    private final Function1<Object, Object> toRow =
        CatalystTypeConverters.createToScalaConverter(encoder.schema());

    Object write(R value) {
      return toRow.apply(toCatalyst.apply(value));
    }
  }
}
