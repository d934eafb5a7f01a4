package dev.p3.scope;

/** A scope was used after it was closed. */
public final class ClosedScopeException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ClosedScopeException(String scope) {
    super(scope + " is closed: run the action before the scope closes, or materialise its result");
  }
}
