package dev.p3.scope;

/** A scope was used after it was closed, on the driver or in a task. */
public final class ClosedScopeException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ClosedScopeException(String message) {
    super(message);
  }
}
