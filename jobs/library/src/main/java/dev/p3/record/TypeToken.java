package dev.p3.record;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;

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
          String.format(
              Locale.ROOT,
              "Cannot make a type token: %s names no type (write new TypeToken<Pair<String, Trip>>() {})",
              getClass().getName()));
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
