package dev.p3.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Several values in one array of bytes: each as its length in four bytes, then its bytes. */
public final class Frames {
  private Frames() {}

  /**
   * The values one after the other.
   *
   * @throws ArithmeticException when they have 2 GiB or more together
   */
  public static <T> byte[] write(List<T> values, Wire<T> wire) {
    List<byte[]> frames = values.stream().map(wire::write).toList();
    int size = 0;
    for (byte[] frame : frames) {
      size = Math.addExact(size, Math.addExact(frame.length, Integer.BYTES));
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    frames.forEach(frame -> bytes.putInt(frame.length).put(frame));
    return bytes.array();
  }

  /** The values that {@link #write} was given. */
  public static <T> List<T> read(byte[] bytes, Wire<T> wire) {
    var values = new ArrayList<T>();
    for (ByteBuffer from = ByteBuffer.wrap(bytes); from.hasRemaining(); ) {
      var frame = new byte[from.getInt()];
      from.get(frame);
      values.add(wire.read(frame));
    }
    return values;
  }
}
