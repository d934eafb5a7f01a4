package dev.p3.fault;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects what is wrong with what the user asked for, so that all of it is reported at once: steps
 * are given one collector, and the caller throws at a point where what follows would only report
 * the same again. An equal fault is kept once. Not thread-safe.
 */
public final class Faults {
  private final Set<String> faults = new LinkedHashSet<>();

  /** Without a fault. */
  public Faults() {}

  /** With faults that are known already; they are copied. */
  public Faults(Collection<String> known) {
    faults.addAll(known);
  }

  /** Adds one fault as it is, a sentence without a full stop. */
  public void add(String fault) {
    faults.add(fault);
  }

  /** Adds one fault, its arguments formatted alike on every machine. */
  public void add(String format, Object... arguments) {
    faults.add(String.format(Locale.ROOT, format, arguments));
  }

  /** Adds faults as they are, in their order. */
  public void addAll(Collection<String> more) {
    faults.addAll(more);
  }

  /** Adds what another collector holds, in its order. */
  public void addAll(Faults more) {
    faults.addAll(more.faults);
  }

  /** The step's result; empty, with its faults collected, when it is refused. */
  public <T> Optional<T> orFault(Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (BadUsageException e) {
      faults.addAll(e.faults());
      return Optional.empty();
    }
  }

  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /** The faults in the order in which they were added, equal ones once; a copy. */
  public List<String> all() {
    return List.copyOf(faults);
  }

  /**
   * Ends here when there is a fault.
   *
   * @throws BadUsageException with {@link #all} when there is one
   */
  public void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new BadUsageException(all());
    }
  }
}
