package dev.p3.patterns.leverage;

import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows of a column that follow each other in a batch, at most as many as a block has. Each type is
 * read in a loop of its own; of a text that the batch has in a dictionary, how often it occurs is
 * counted by its place there, so that its bytes are looked at once. Not thread-safe; one is enough
 * for all columns of a task.
 */
final class ColumnStretch {
  /** Of SQL's {@code xxhash64}, which hashes texts where there are rows. */
  private static final long SEED = 42;

  private final int[] places = new int[NumericBlock.MOST_ROWS];
  private final long[] keys = new long[NumericBlock.MOST_ROWS];
  private final long[] lows = new long[NumericBlock.MOST_ROWS];

  /** For each place in a dictionary; 0 but while texts are counted. */
  private int[] times = new int[NumericBlock.MOST_ROWS];

  private ColumnVector vector;
  private ColumnKind kind;
  private int from;
  private int rows;
  private int size;

  /** Turns to some rows of a column. */
  void read(ColumnVector newVector, ColumnKind newKind, int firstRow, int newRows) {
    vector = newVector;
    kind = newKind;
    from = firstRow;
    rows = newRows;
    findPresent();
  }

  private void findPresent() {
    size = 0;
    boolean hasNull = vector.hasNull();
    for (int row = from; row < from + rows; row++) {
      if (!hasNull || !vector.isNullAt(row)) {
        places[size++] = row;
      }
    }
  }

  /** Adds the values to those of their column. */
  void addTo(ColumnAccumulator column) {
    column.addNulls(rows - size);
    switch (kind) {
      case TEXT -> addTexts(column);
      case WIDE_DECIMAL -> addWide(column);
      default -> {
        readKeys();
        column.addEach(keys, size);
      }
    }
  }

  /** Puts the numbers, which were added to their column already, into a block. */
  void addTo(NumericBlock block, int column) {
    if (size < rows) {
      block.setNulls(column, rows);
    }
    boolean isWide = kind == ColumnKind.WIDE_DECIMAL;
    for (int i = 0; i < size; i++) {
      block.set(column, places[i] - from, keys[i], isWide ? lows[i] : 0);
    }
  }

  private void addTexts(ColumnAccumulator column) {
    if (vector instanceof WritableColumnVector writable && writable.hasDictionary()) {
      addFromDictionary(column, writable.getDictionaryIds());
      return;
    }
    for (int i = 0; i < size; i++) {
      UTF8String text = vector.getUTF8String(places[i]);
      column.add(hash(text), 0, text);
    }
  }

  private void addFromDictionary(ColumnAccumulator column, WritableColumnVector ids) {
    int different = 0;
    for (int i = 0; i < size; i++) {
      int id = ids.getDictId(places[i]);
      if (id >= times.length) {
        times = Arrays.copyOf(times, Integer.highestOneBit(id) << 1);
      }
      if (times[id]++ == 0) {
        places[different++] = places[i]; // of the first row that has the text
      }
    }
    for (int i = 0; i < different; i++) {
      int id = ids.getDictId(places[i]);
      UTF8String text = vector.getUTF8String(places[i]);
      column.add(hash(text), text, times[id]);
      times[id] = 0;
    }
  }

  private void addWide(ColumnAccumulator column) {
    var type = (DecimalType) vector.dataType();
    for (int i = 0; i < size; i++) {
      BigDecimal value =
          vector.getDecimal(places[i], type.precision(), type.scale()).toJavaBigDecimal();
      keys[i] = kind.key(value);
      lows[i] = kind.low(value);
      column.add(keys[i], lows[i], value);
    }
  }

  private static long hash(UTF8String text) {
    return XXH64.hashUnsafeBytes(text.getBaseObject(), text.getBaseOffset(), text.numBytes(), SEED);
  }

  private void readKeys() {
    DataType type = vector.dataType();
    switch (kind) {
      case INTEGER, DATE -> {
        if (type instanceof ByteType) {
          for (int i = 0; i < size; i++) {
            keys[i] = vector.getByte(places[i]);
          }
        } else if (type instanceof ShortType) {
          for (int i = 0; i < size; i++) {
            keys[i] = vector.getShort(places[i]);
          }
        } else {
          for (int i = 0; i < size; i++) {
            keys[i] = vector.getInt(places[i]);
          }
        }
      }
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> {
        for (int i = 0; i < size; i++) {
          keys[i] = vector.getLong(places[i]);
        }
      }
      case FLOAT -> {
        for (int i = 0; i < size; i++) {
          keys[i] = kind.keyOf(vector.getFloat(places[i]));
        }
      }
      case DOUBLE -> {
        for (int i = 0; i < size; i++) {
          keys[i] = kind.keyOf(vector.getDouble(places[i]));
        }
      }
      case DECIMAL -> {
        var decimal = (DecimalType) type;
        for (int i = 0; i < size; i++) {
          keys[i] =
              vector.getDecimal(places[i], decimal.precision(), decimal.scale()).toUnscaledLong();
        }
      }
      case BOOLEAN -> {
        for (int i = 0; i < size; i++) {
          keys[i] = vector.getBoolean(places[i]) ? 1 : 0;
        }
      }
      case BINARY -> {
        for (int i = 0; i < size; i++) {
          keys[i] = hash(UTF8String.fromBytes(vector.getBinary(places[i])));
        }
      }
      default -> Arrays.fill(keys, 0, size, 0);
    }
  }
}
