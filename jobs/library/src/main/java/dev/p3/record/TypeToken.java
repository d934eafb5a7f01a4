package dev.p3.record;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A record type with its type arguments: {@code new TypeToken<Pair<String, Trip>>() {}}.
 *
 * @param <R> the record
 */
public abstract class TypeToken<R extends Record> {
  private final Type type;

  /**
   * @throws IllegalArgumentException when the subclass names no type, as {@code new TypeToken() {}}
   */
  protected TypeToken() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)
        || getClass().getSuperclass() != TypeToken.class) {
      throw new IllegalArgumentException(
          "Cannot make a type token: %s names no type (write new TypeToken<Pair<String, Trip>>() {})"
              .formatted(getClass().getName()));
    }
    this.type = parent.getActualTypeArguments()[0];
  }

  final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
