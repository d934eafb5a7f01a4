package dev.p3.scope;

/** A function was not submitted, because of what it captures; the message says all of it. */
public final class CaptureException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  CaptureException(String message) {
    super(message);
  }
}
