package dev.p3.fault;

/** The data do not allow the job to go on; the message says what, where and what to do. */
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what could not be done, the value, the rule and the remedy
   */
  public JobFailedException(String message) {
    super(message);
  }

  /** As above, with what it comes from. */
  public JobFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
