package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.ObjectArraySerializer;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Serializers for what has a length and that do not trust the length they read: arrays, ArrayList,
 * strings and big numbers. Kryo's own ask for all the memory that a length claims before an element
 * is there.
 */
final class LengthCheckedSerializers {
  /** Made once, since Spark makes a Kryo for every task; none of them has a state. */
  private static final Map<Class<?>, Serializer<?>> OF_CLASS = ofClass();

  private LengthCheckedSerializers() {}

  /** Puts them in the place of Kryo's, for the classes that are registered by now. */
  static void install(Kryo kryo) {
    OF_CLASS.forEach((type, serializer) -> replace(kryo, type, serializer));
    int end = kryo.getNextRegistrationId();
    for (int id = 0; id < end; id++) {
      Registration registered = kryo.getRegistration(id);
      if (registered != null && registered.getSerializer() instanceof ObjectArraySerializer) {
        registered.setSerializer(arraysOf(registered.getType()));
      }
    }
  }

  private static Map<Class<?>, Serializer<?>> ofClass() {
    Map<Class<?>, Serializer<?>> byClass = new HashMap<>();
    for (Class<?> type :
        List.of(
            boolean[].class,
            byte[].class,
            short[].class,
            char[].class,
            int[].class,
            long[].class,
            float[].class,
            double[].class,
            String[].class,
            String.class)) {
      byClass.put(type, new CodecSerializer<>(ComponentCodecs.of(type)));
    }
    byClass.put(ArrayList.class, new ArrayLists());
    byClass.put(BigInteger.class, new BigIntegers());
    byClass.put(BigDecimal.class, new BigDecimals());
    return byClass;
  }

  /** For an array class whose elements are objects. */
  static Serializer<Object[]> arraysOf(Class<?> type) {
    return new ObjectArrays(type.getComponentType());
  }

  private static void replace(Kryo kryo, Class<?> type, Serializer<?> serializer) {
    Registration registered = kryo.getClassResolver().getRegistration(type);
    if (registered != null) {
      registered.setSerializer(serializer);
    }
  }

  /** An ArrayList as its size and its elements. */
  private static final class ArrayLists extends Serializer<List<Object>> {
    @Override
    public void write(Kryo kryo, Output output, List<Object> list) {
      Sizes.write(output, list.size());
      for (Object element : list) {
        kryo.writeClassAndObject(output, element);
      }
    }

    @Override
    public List<Object> read(Kryo kryo, Input input, Class<List<Object>> type) {
      int size = Sizes.read(input);
      var list = new ArrayList<Object>(Sizes.firstCapacity(size));
      kryo.reference(list); // before the elements, which may refer to the list
      for (int i = 0; i < size; i++) {
        list.add(kryo.readClassAndObject(input));
      }
      return list;
    }
  }

  /**
   * An array as its length and its elements, without class ids where the element type is final. One
   * that is longer than {@link Sizes#firstCapacity} is read into an array that grows, so it cannot
   * hold itself.
   */
  private static final class ObjectArrays extends Serializer<Object[]> {
    private final Class<?> element;

    ObjectArrays(Class<?> element) {
      this.element = element;
    }

    @Override
    public void write(Kryo kryo, Output output, Object[] array) {
      Sizes.write(output, array.length);
      boolean isFinal = kryo.isFinal(element);
      for (Object each : array) {
        if (isFinal) {
          kryo.writeObjectOrNull(output, each, element);
        } else {
          kryo.writeClassAndObject(output, each);
        }
      }
    }

    @Override
    public Object[] read(Kryo kryo, Input input, Class<Object[]> type) {
      int length = Sizes.read(input);
      Object[] array = (Object[]) Array.newInstance(element, Sizes.firstCapacity(length));
      if (array.length == length) {
        kryo.reference(array); // before the elements, which may refer to the array
      }
      boolean isFinal = kryo.isFinal(element);
      for (int i = 0; i < length; i++) {
        if (i == array.length) {
          array = Arrays.copyOf(array, (int) Math.min(length, 2L * array.length));
        }
        array[i] = isFinal ? kryo.readObjectOrNull(input, element) : kryo.readClassAndObject(input);
      }
      return array;
    }
  }

  /** As the bytes of its two's complement. */
  private static final class BigIntegers extends Serializer<BigInteger> {
    BigIntegers() {
      super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output output, BigInteger value) {
      PrimitiveArrayCodec.of(byte.class).write(kryo, output, value.toByteArray());
    }

    @Override
    public BigInteger read(Kryo kryo, Input input, Class<BigInteger> type) {
      return new BigInteger((byte[]) PrimitiveArrayCodec.of(byte.class).read(kryo, input));
    }
  }

  /** As its unscaled value and its scale. */
  private static final class BigDecimals extends Serializer<BigDecimal> {
    private final BigIntegers unscaled = new BigIntegers();

    BigDecimals() {
      super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output output, BigDecimal value) {
      unscaled.write(kryo, output, value.unscaledValue());
      Numbers.writeInt(output, value.scale());
    }

    @Override
    public BigDecimal read(Kryo kryo, Input input, Class<BigDecimal> type) {
      return new BigDecimal(unscaled.read(kryo, input, BigInteger.class), Numbers.readInt(input));
    }
  }
}
