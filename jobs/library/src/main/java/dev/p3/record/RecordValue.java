package dev.p3.record;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
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
  @Override
  public Object toRow(Object record) {
    if (record == null) {
      return null;
    }
    var row = new ArrayList<Object>(values.length);
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      row.add(values[i].toRow(call(components[i].getAccessor(), record)));
    }
    return RowFactory.create(row.toArray());
  }

  @Override
  public Object fromRow(Object found) {
    if (found == null) {
      return null;
    }
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      arguments[i] = values[i].fromRow(((Row) found).get(i));
      requireValue(components[i], arguments[i]);
    }
    try {
      return type.getConstructor(types).newInstance(arguments);
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
