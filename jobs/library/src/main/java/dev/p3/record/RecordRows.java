package dev.p3.record;

import java.io.IOException;
import java.io.ObjectInputStream;
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
 * has. Thread-safe: that code is not, and made once for each thread.
 */
final class RecordRows<R extends Record> implements ColumnValue<R> {
  private static final long serialVersionUID = 1L;

  private final Class<R> record;
  private final ExpressionEncoder<R> encoder;
  private transient ThreadLocal<Reader> readers;
  private transient ThreadLocal<Writer> writers;

  RecordRows(Class<R> record) {
    this.record = record;
    this.encoder = (ExpressionEncoder<R>) Records.encoder(record);
    makeThreadLocals();
  }

  private void makeThreadLocals() {
    readers = ThreadLocal.withInitial(Reader::new);
    writers = ThreadLocal.withInitial(Writer::new);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    makeThreadLocals();
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
  public R fromColumn(Object value) {
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
    return readers.get().read(row);
  }

  @Override
  public Object toColumn(R value) {
    return value == null ? null : writers.get().write(value);
  }

  private void requireFit(StructType found) {
    var fit = new SchemaFit(Set.of(), Set.of());
    fit.columns(found, encoder.schema());
    fit.requireNone(record);
  }

  /** For one thread. */
  private final class Reader {
    private StructType schema; // of the last row: that of all, most often
    private Function1<Object, Object> toCatalyst;
    private Function1<InternalRow, R> make;

    R read(Row row) {
      if (row.schema() != schema && !row.schema().equals(schema)) {
        requireFit(row.schema());
        toCatalyst = CatalystTypeConverters.createToCatalystConverter(row.schema());
        make = Catalyst.boundTo(encoder, row.schema()).createDeserializer();
      }
      schema = row.schema();
      return make.apply((InternalRow) toCatalyst.apply(row));
    }
  }

  /** For one thread. */
  private final class Writer {
    private final Function1<R, InternalRow> toCatalyst = encoder.createSerializer();
    private final Function1<Object, Object> toRow =
        CatalystTypeConverters.createToScalaConverter(encoder.schema());

    Object write(R value) {
      return toRow.apply(toCatalyst.apply(value));
    }
  }
}
