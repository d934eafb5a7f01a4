package dev.p3.transport;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * How a value crosses from one process to another, without Spark and without Java serialization.
 * Without state: the same value gives the same bytes, and several threads may use one at once.
 *
 * @param <T> the type of value
 */
public interface Wire<T> extends Serializable {
  /** The value as bytes. */
  byte[] write(T value);

  /** The value of bytes that {@link #write} gave. */
  T read(byte[] bytes);

  /** Numbers as eight bytes each, the high byte first. */
  static Wire<long[]> longs() {
    return new Longs();
  }

  /** Blocks of primitive columns. */
  static Wire<ColumnBlock> columnBlocks() {
    return new ColumnBlocks();
  }

  /** The wire of {@link #longs}. */
  final class Longs implements Wire<long[]> {
    private static final long serialVersionUID = 1L;

    private Longs() {}

    @Override
    public byte[] write(long[] value) {
      var bytes = new byte[Math.multiplyExact(value.length, Long.BYTES)];
      ByteBuffer.wrap(bytes).asLongBuffer().put(value);
      return bytes;
    }

    @Override
    public long[] read(byte[] bytes) {
      var value = new long[bytes.length / Long.BYTES];
      ByteBuffer.wrap(bytes).asLongBuffer().get(value);
      return value;
    }
  }

  /** The wire of {@link #columnBlocks}. */
  final class ColumnBlocks implements Wire<ColumnBlock> {
    private static final long serialVersionUID = 1L;

    private ColumnBlocks() {}

    @Override
    public byte[] write(ColumnBlock block) {
      int columns = block.columns().length;
      int size = Math.multiplyExact(Math.multiplyExact(columns, block.rows()), Double.BYTES);
      ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(size, 2 * Integer.BYTES));
      bytes.putInt(columns).putInt(block.rows());
      for (double[] column : block.columns()) {
        bytes.asDoubleBuffer().put(column, 0, block.rows());
        bytes.position(bytes.position() + block.rows() * Double.BYTES);
      }
      return bytes.array();
    }

    @Override
    public ColumnBlock read(byte[] bytes) {
      ByteBuffer from = ByteBuffer.wrap(bytes);
      var columns = new double[from.getInt()][];
      int rows = from.getInt();
      for (int i = 0; i < columns.length; i++) {
        columns[i] = new double[rows];
        from.asDoubleBuffer().get(columns[i]);
        from.position(from.position() + rows * Double.BYTES);
      }
      return new ColumnBlock(columns, rows);
    }
  }
}
