package dev.p3.scope;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/** How a serializable lambda, of Java or of Scala, describes itself. */
final class SerializedForm {
  private SerializedForm() {}

  /** Empty when the object is no serializable lambda, or its package is closed to reflection. */
  static Optional<SerializedLambda> of(Object function) {
    if (!FunctionParts.isLambdaClass(function.getClass())) {
      return Optional.empty();
    }
    try {
      Method writeReplace = function.getClass().getDeclaredMethod("writeReplace");
      if (writeReplace.trySetAccessible()
          && writeReplace.invoke(function) instanceof SerializedLambda lambda) {
        return Optional.of(lambda);
      }
      return Optional.empty();
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return Optional.empty();
    }
  }
}
