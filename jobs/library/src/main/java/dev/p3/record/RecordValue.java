package dev.p3.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A record as a Row, by its accessors and its canonical constructor.
 *
 * @param values an array, since lists of the JDK do not come back when a record holds one in
 *     another
 */
record RecordValue(Class<?> type, RowValue[] values) implements RowValue {
  private static final ClassValue<Members> MEMBERS =
      new ClassValue<>() {
        @Override
        protected Members computeValue(Class<?> record) {
          return Members.of(record);
        }
      };

  /** What each row needs, looked up once in a JVM. */
  private record Members(RecordComponent[] components, Constructor<?> constructor) {
    static Members of(Class<?> record) {
      RecordComponent[] components = record.getRecordComponents();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      try {
        return new Members(components, record.getConstructor(types));
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("Encoders are made of public records alone", e);
      }
    }
  }

  @Override
  public Object write(Object record) {
    RecordComponent[] components = MEMBERS.get(type).components();
    Object[] row = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      row[i] = values[i].toRow(call(components[i].getAccessor(), record));
    }
    return RowFactory.create(row);
  }

  @Override
  public Object read(Object found) {
    Members members = MEMBERS.get(type);
    Object[] arguments = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      arguments[i] = values[i].fromRow(((Row) found).get(i));
      requireValue(members.components()[i], arguments[i]);
    }
    try {
      return members.constructor().newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw unchecked(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Encoders are made of public records alone", e);
    }
  }

  private void requireValue(RecordComponent component, Object value) {
    if (value == null && component.getType().isPrimitive()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot read null into %s.%s: %s holds none (declare its box, or an Optional)",
              type.getSimpleName(),
              component.getName(),
              component.getType()));
    }
  }

  private static Object call(Method accessor, Object record) {
    try {
      return accessor.invoke(record);
    } catch (InvocationTargetException e) {
      throw unchecked(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Encoders are made of public records alone", e);
    }
  }

  private static RuntimeException unchecked(InvocationTargetException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException thrown
        ? thrown
        : new IllegalStateException(e.getCause());
  }
}
