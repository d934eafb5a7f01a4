package dev.p3.record;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * The value of one component of a record, to be serialized apart from the others: it is written as
 * it would be inside the record, so that listing the record in a {@link RecordModule} is enough.
 *
 * <p>Immutable, as far as the value is. Written by {@code spark.serializer}, Kryo or Java's own,
 * which here takes records and Optionals that are not serializable, too.
 */
public final class ComponentValue implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Class<? extends Record> type;
  private final int index;

  /** Written apart. */
  private transient Object value;

  /**
   * @param type the record's class
   * @param index the component's place among the record's components, from 0
   * @param value may be null where the component is not a primitive
   */
  public ComponentValue(Class<? extends Record> type, int index, Object value) {
    this.type = type;
    this.index = index;
    this.value = value;
  }

  public Class<? extends Record> type() {
    return type;
  }

  public int index() {
    return index;
  }

  public Object value() {
    return value;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    RecordObjects.write(value, out);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    value = RecordObjects.read(in);
  }
}
