package dev.p3.fault;

import java.util.List;

/**
 * What the user asked for cannot be done as written. Carries every fault found, each a sentence
 * that says what could not be done, the value, the rule and the remedy.
 */
public final class BadUsageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  public BadUsageException(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  public BadUsageException(String fault) {
    this(List.of(fault));
  }

  /** Every fault found; not empty. */
  public List<String> faults() {
    return faults;
  }
}
