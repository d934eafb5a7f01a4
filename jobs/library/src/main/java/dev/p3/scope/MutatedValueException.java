package dev.p3.scope;

/**
 * A function changed a value of its scope or its own input, which other tasks may share; thrown
 * only with {@code spark.p3.scope.check-mutation}.
 */
public final class MutatedValueException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  MutatedValueException(String message) {
    super(message);
  }
}
