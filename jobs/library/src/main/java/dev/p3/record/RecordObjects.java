package dev.p3.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Java serialization that also takes records, and Optionals, whose classes are not serializable:
 * records are made again by their canonical constructors. So what Kryo writes of records can be
 * written in a session without Kryo, too.
 */
final class RecordObjects {
  private RecordObjects() {}

  static void write(Object value, OutputStream target) throws IOException {
    var out = new Output(target);
    out.writeObject(value);
    out.flush();
  }

  static Object read(InputStream source) throws IOException, ClassNotFoundException {
    return new Input(source).readObject();
  }

  /** Stands for a record in the stream. */
  private record Form(Class<?> type, Object[] values) implements Serializable {
    static Form of(Record record) throws IOException {
      try {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
          Method accessor = components[i].getAccessor();
          accessor.setAccessible(true);
          values[i] = accessor.invoke(record);
        }
        return new Form(record.getClass(), values);
      } catch (ReflectiveOperationException e) {
        throw fault("write", record.getClass(), e);
      }
    }

    Object record() throws IOException {
      try {
        Constructor<?> canonical =
            type.getDeclaredConstructor(
                Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
        canonical.setAccessible(true);
        return canonical.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw fault("read", type, e);
      }
    }

    private static IOException fault(String what, Class<?> type, ReflectiveOperationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      var fault =
          new InvalidObjectException(
              String.format(Locale.ROOT, "Cannot %s record %s: %s", what, type.getName(), cause));
      fault.initCause(cause);
      return fault;
    }
  }

  /** Stands for an Optional in the stream. */
  private record OptionalValue(Object value) implements Serializable {}

  private static final class Output extends ObjectOutputStream {
    Output(OutputStream target) throws IOException {
      super(target);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) throws IOException {
      if (object instanceof Optional<?> optional) {
        return new OptionalValue(optional.orElse(null));
      }
      return object instanceof Record record && !(object instanceof Serializable)
          ? Form.of(record)
          : object;
    }
  }

  private static final class Input extends ObjectInputStream {
    Input(InputStream source) throws IOException {
      super(source);
      enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object object) throws IOException {
      if (object instanceof OptionalValue optional) {
        return Optional.ofNullable(optional.value());
      }
      return object instanceof Form form ? form.record() : object;
    }

    /** As Spark does: executors have a user's classes in the loader of their threads. */
    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(type.getName(), false, Thread.currentThread().getContextClassLoader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(type); // primitive types
      }
    }
  }
}
