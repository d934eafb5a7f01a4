package dev.p3.data.files;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** How {@link PlainParquetRows} writes a column. */
enum PlainParquetColumn {
  BOOLEAN,
  BYTE,
  SHORT,
  INT,
  LONG,
  FLOAT,
  DOUBLE,
  TEXT,
  BYTES,
  /** Days since 1970. */
  DAY,
  /** Microseconds since 1970. */
  MOMENT,
  /** A moment as nanoseconds of a day and that day. */
  INT96;

  /** From 1901 all calendars and time zones that Spark knows have the same days and seconds. */
  private static final int FIRST_DAY = (int) LocalDate.of(1901, 1, 1).toEpochDay();

  private static final long FIRST_MICROS =
      LocalDate.of(1901, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000;

  /** Of rows that are written as a message; empty when a column is not plain. */
  static Optional<PlainParquetColumn[]> of(StructType rows, MessageType message) {
    var columns = new PlainParquetColumn[rows.length()];
    for (int i = 0; i < columns.length; i++) {
      Type stored = message.getType(i);
      columns[i] =
          stored.isPrimitive() ? of(rows.apply(i).dataType(), stored.asPrimitiveType()) : null;
      if (columns[i] == null) {
        return Optional.empty();
      }
    }
    return Optional.of(columns);
  }

  private static PlainParquetColumn of(DataType type, PrimitiveType stored) {
    return switch (stored.getPrimitiveTypeName()) {
      case BOOLEAN -> type instanceof BooleanType ? BOOLEAN : null;
      case INT32 -> ofInt32(type);
      case INT64 -> ofInt64(type, stored);
      case FLOAT -> type instanceof FloatType ? FLOAT : null;
      case DOUBLE -> type instanceof DoubleType ? DOUBLE : null;
      case INT96 -> type instanceof TimestampType ? INT96 : null;
      case BINARY -> type instanceof StringType ? TEXT : type instanceof BinaryType ? BYTES : null;
      default -> null;
    };
  }

  private static PlainParquetColumn ofInt32(DataType type) {
    if (type instanceof IntegerType) {
      return INT;
    }
    if (type instanceof DateType) {
      return DAY;
    }
    return type instanceof ShortType ? SHORT : type instanceof ByteType ? BYTE : null;
  }

  private static PlainParquetColumn ofInt64(DataType type, PrimitiveType stored) {
    boolean isMicros =
        stored.getLogicalTypeAnnotation()
                instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation moment
            && moment.getUnit() == TimeUnit.MICROS;
    if (type instanceof TimestampType && isMicros) {
      return MOMENT;
    }
    return type instanceof LongType || (type instanceof TimestampNTZType && isMicros) ? LONG : null;
  }

  /** Whether a value may be another one in the calendar of older readers. */
  boolean isOld(InternalRow row, int place) {
    return switch (this) {
      case DAY -> !row.isNullAt(place) && row.getInt(place) < FIRST_DAY;
      case MOMENT, INT96 -> !row.isNullAt(place) && row.getLong(place) < FIRST_MICROS;
      default -> false;
    };
  }
}
