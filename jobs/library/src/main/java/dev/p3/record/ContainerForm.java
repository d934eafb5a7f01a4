package dev.p3.record;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The header of a container: which of the JDK's implementations it is, and its size, in one number
 * of variable length. Fewer than eight forms per container type, so that up to 15 elements take one
 * byte.
 */
final class ContainerForm {
  /** The container is null. */
  static final int NULL = 0;

  /** Another implementation: Kryo writes its class id and its content. */
  static final int OTHER = 7;

  static final Class<?> LIST_OF_FEW = List.of(1).getClass();
  static final Class<?> LIST_OF_MANY = Stream.of(1, 2, 3).toList().getClass();
  static final Class<?> ARRAY_AS_LIST = Arrays.asList(1).getClass();
  static final Class<?> SET_OF_FEW = Set.of(1).getClass();
  static final Class<?> SET_OF_MANY = Set.of(1, 2, 3).getClass();
  static final Class<?> MAP_OF_ONE = Map.of(1, 1).getClass();
  static final Class<?> MAP_OF_MANY = Map.of(1, 1, 2, 2).getClass();

  private static final int FORM_BITS = 3;
  private static final int FORM_MASK = (1 << FORM_BITS) - 1;

  private ContainerForm() {}

  static void write(Output output, int form, int size) {
    Numbers.writeUnsignedLong(output, ((long) size << FORM_BITS) | form);
  }

  static long readHeader(Input input) {
    long header = Numbers.readUnsignedLong(input);
    if (header < 0 || header >> FORM_BITS > Integer.MAX_VALUE) {
      throw new KryoException(
          String.format(
              Locale.ROOT, "Invalid header of a container: %d (its size must be an int)", header));
    }
    return header;
  }

  static int form(long header) {
    return (int) header & FORM_MASK;
  }

  static int size(long header) {
    return (int) (header >> FORM_BITS);
  }
}
