package dev.p3.record;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Lengths that come from bytes, which may be anybody's. */
final class Sizes {
  private static final int LARGEST_FIRST_CAPACITY = 1 << 12;

  private Sizes() {}

  static void write(Output output, int size) {
    Numbers.writeUnsignedInt(output, size);
  }

  /** A length that is not negative. */
  static int read(Input input) {
    int size = Numbers.readUnsignedInt(input);
    if (size < 0) {
      throw new KryoException("Invalid length: " + size + " (must not be negative)");
    }
    return size;
  }

  /** The capacity to start with: a container grows with the elements that are there. */
  static int firstCapacity(int size) {
    return Math.min(size, LARGEST_FIRST_CAPACITY);
  }
}
