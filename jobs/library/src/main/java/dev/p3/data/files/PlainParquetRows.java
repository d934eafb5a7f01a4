package dev.p3.data.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * Hands rows to Parquet's writer so that the bytes of a file are those that Spark makes, but with
 * less done for each value: to the columns themselves, which a flat row needs no more of ({@link
 * ParquetColumns}), and texts as what their dictionary has of them ({@link ParquetTexts}), or as
 * slices of the row that holds them. Spark makes an object of each, whose fields of Spark 4 are
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

  /** Null when a column is not plain. */
  private PlainParquetColumn[] columns;

  /** Of each column the definition level of a value. */
  private int[] levels;

  private int dictionaryBytes;

  /** Null when Spark is to write all rows. */
  private ParquetColumns into;

  /** Of columns of text that have a dictionary; null of others. */
  private ParquetTexts[] texts;

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
    levels =
        context.getSchema().getFields().stream()
            .mapToInt(field -> field.isRepetition(Type.Repetition.REQUIRED) ? 0 : 1)
            .toArray();
    dictionaryBytes = ParquetOutputFormat.getDictionaryPageSize(task);
    return context;
  }

  /** Once for each row group. */
  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    super.prepareForWrite(consumer);
    into = columns == null ? null : ParquetColumns.of(consumer).orElse(null);
    texts = new ParquetTexts[levels.length];
    for (int i = 0; into != null && i < levels.length; i++) {
      if (columns[i] == PlainParquetColumn.TEXT) {
        texts[i] = into.texts(i, dictionaryBytes).orElse(null);
      }
    }
  }

  @Override
  public void write(InternalRow row) {
    if (into == null || isOld(row)) {
      super.write(row);
      return;
    }
    UnsafeRow inBytes =
        row instanceof UnsafeRow unsafe && unsafe.getBaseObject() instanceof byte[] ? unsafe : null;
    for (int i = 0; i < columns.length; i++) {
      ColumnWriter column = into.writers()[i];
      if (row.isNullAt(i)) {
        column.writeNull(0, 0);
      } else {
        write(row, inBytes, i, column);
      }
    }
    into.store().endRecord();
  }

  private void write(InternalRow row, UnsafeRow inBytes, int column, ColumnWriter to) {
    int level = levels[column];
    switch (columns[column]) {
      case BOOLEAN -> to.write(row.getBoolean(column), 0, level);
      case BYTE -> to.write(row.getByte(column), 0, level);
      case SHORT -> to.write(row.getShort(column), 0, level);
      case INT, DAY -> to.write(row.getInt(column), 0, level);
      case LONG, MOMENT -> to.write(row.getLong(column), 0, level);
      case FLOAT -> to.write(row.getFloat(column), 0, level);
      case DOUBLE -> to.write(row.getDouble(column), 0, level);
      case INT96 -> to.write(int96(row.getLong(column)), 0, level);
      case TEXT ->
          to.write(
              inBytes == null
                  ? text(texts[column], row.getUTF8String(column).getBytes())
                  : text(texts[column], inBytes, column),
              0,
              level);
      case BYTES -> to.write(Binary.fromReusedByteArray(row.getBinary(column)), 0, level);
    }
  }

  private static Binary text(ParquetTexts texts, byte[] bytes) {
    return texts == null ? Binary.fromReusedByteArray(bytes) : texts.of(bytes, 0, bytes.length);
  }

  /** Such a row has for a text where it begins in the row, and its length. */
  private static Binary text(ParquetTexts texts, UnsafeRow row, int column) {
    long place = row.getLong(column);
    int start = (int) (row.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET + (place >>> Integer.SIZE));
    byte[] bytes = (byte[]) row.getBaseObject();
    return texts == null
        ? Binary.fromReusedByteArray(bytes, start, (int) place)
        : texts.of(bytes, start, (int) place);
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
