package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Writes a record as its components in order and reads it back through the canonical constructor,
 * so that the record's own checks run on what was read.
 *
 * <p>Kryo 4, which every Spark line carries, has no serializer for records: it asks for field
 * offsets, which the JDK refuses.
 */
final class RecordSerializer<R extends Record> extends Serializer<R> {
  private final Class<R> type;
  private final Class<?>[] componentTypes;
  private final MethodHandle[] accessors;
  private final MethodHandle constructor;

  RecordSerializer(Class<R> type) {
    super(true, true);
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    this.componentTypes =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      this.accessors = new MethodHandle[components.length];
      for (int i = 0; i < components.length; i++) {
        Method accessor = components[i].getAccessor();
        accessor.setAccessible(true);
        accessors[i] =
            lookup
                .unreflect(accessor)
                .asType(java.lang.invoke.MethodType.methodType(Object.class, Record.class));
      }
      Constructor<R> canonical = type.getDeclaredConstructor(componentTypes);
      canonical.setAccessible(true);
      this.constructor =
          lookup
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, components.length)
              .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "Cannot serialize record %s: its components cannot be reached".formatted(type.getName()),
          e);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, R record) {
    for (int i = 0; i < accessors.length; i++) {
      Object value;
      try {
        value = accessors[i].invokeExact((Record) record);
      } catch (Throwable e) {
        throw new KryoException(
            "Cannot read component %d of record %s".formatted(i, type.getName()), e);
      }
      if (componentTypes[i].isPrimitive()) {
        kryo.writeObject(output, value);
      } else {
        kryo.writeClassAndObject(output, value);
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the constructor's handle gives an R
  public R read(Kryo kryo, Input input, Class<R> ignored) {
    Object[] values = new Object[componentTypes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          componentTypes[i].isPrimitive()
              ? kryo.readObject(input, boxed(componentTypes[i]))
              : kryo.readClassAndObject(input);
    }
    try {
      return (R) (Object) constructor.invokeExact(values);
    } catch (Throwable e) {
      throw new KryoException("Cannot construct record " + type.getName() + ": " + e, e);
    }
  }

  private static Class<?> boxed(Class<?> primitive) {
    return java.lang.invoke.MethodType.methodType(primitive).wrap().returnType();
  }
}
