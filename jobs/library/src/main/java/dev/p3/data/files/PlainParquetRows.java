package dev.p3.data.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * Hands rows to Parquet's writer as Spark does, so that the bytes of a file are the same, but texts
 * as slices of the row that holds them: Spark makes an object of each, whose fields of Spark 4 are
 * volatile, and copies its bytes. {@link StoreCommitProtocol} puts it in Spark's place.
 *
 * <p>Rows of other than plain columns, and those with a day or moment of times when calendars
 * differed, are written by Spark. Not thread-safe.
 */
public final class PlainParquetRows extends ParquetWriteSupport {
  private static final String WRITE_SUPPORT = "parquet.write.support.class";
  private static final int LENGTH_OF_INT96 = 12;
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;
  private static final long MICROS_OF_DAY = 24L * 60 * 60 * 1_000_000;

  private final ByteBuffer int96 =
      ByteBuffer.allocate(LENGTH_OF_INT96).order(ByteOrder.LITTLE_ENDIAN);

  /** Null when Spark is to write all rows. */
  private PlainParquetColumn[] columns;

  private String[] names;
  private RecordConsumer consumer;

  /** Puts this in the place of what Spark has named, if that is Spark's own. */
  static void insteadOfSparks(Configuration task) {
    if (ParquetWriteSupport.class.getName().equals(task.get(WRITE_SUPPORT))) {
      task.set(WRITE_SUPPORT, PlainParquetRows.class.getName());
    }
  }

  @Override
  public WriteContext init(Configuration task) {
    WriteContext context = super.init(task);
    var rows = (StructType) DataType.fromJson(task.get(ParquetWriteSupport.SPARK_ROW_SCHEMA()));
    columns = PlainParquetColumn.of(rows, context.getSchema()).orElse(null);
    names = rows.fieldNames();
    return context;
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    super.prepareForWrite(recordConsumer);
    consumer = recordConsumer;
  }

  @Override
  public void write(InternalRow row) {
    if (columns == null || isOld(row)) {
      super.write(row);
      return;
    }
    UnsafeRow inBytes =
        row instanceof UnsafeRow unsafe && unsafe.getBaseObject() instanceof byte[] ? unsafe : null;
    consumer.startMessage();
    for (int i = 0; i < columns.length; i++) {
      if (!row.isNullAt(i)) {
        consumer.startField(names[i], i);
        add(row, inBytes, i);
        consumer.endField(names[i], i);
      }
    }
    consumer.endMessage();
  }

  private void add(InternalRow row, UnsafeRow inBytes, int column) {
    switch (columns[column]) {
      case BOOLEAN -> consumer.addBoolean(row.getBoolean(column));
      case BYTE -> consumer.addInteger(row.getByte(column));
      case SHORT -> consumer.addInteger(row.getShort(column));
      case INT, DAY -> consumer.addInteger(row.getInt(column));
      case LONG, MOMENT -> consumer.addLong(row.getLong(column));
      case FLOAT -> consumer.addFloat(row.getFloat(column));
      case DOUBLE -> consumer.addDouble(row.getDouble(column));
      case INT96 -> consumer.addBinary(int96(row.getLong(column)));
      case TEXT ->
          consumer.addBinary(
              inBytes == null
                  ? Binary.fromReusedByteArray(row.getUTF8String(column).getBytes())
                  : slice(inBytes, column));
      case BYTES -> consumer.addBinary(Binary.fromReusedByteArray(row.getBinary(column)));
    }
  }

  /** Such a row has for a text where it begins in the row, and its length. */
  private static Binary slice(UnsafeRow row, int column) {
    long place = row.getLong(column);
    int start = (int) (row.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET + (place >>> Integer.SIZE));
    return Binary.fromReusedByteArray((byte[]) row.getBaseObject(), start, (int) place);
  }

  private Binary int96(long micros) {
    long julian = micros + JULIAN_DAY_OF_1970 * MICROS_OF_DAY;
    int96.clear().putLong(julian % MICROS_OF_DAY * 1000).putInt((int) (julian / MICROS_OF_DAY));
    return Binary.fromReusedByteArray(int96.array());
  }

  private boolean isOld(InternalRow row) {
    for (int i = 0; i < columns.length; i++) {
      PlainParquetColumn column = columns[i];
      if (column.isOld(row, i)) {
        return true;
      }
    }
    return false;
  }
}
