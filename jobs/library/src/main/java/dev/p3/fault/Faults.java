package dev.p3.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is wrong, so that all of it is reported at once. Not thread-safe. */
public final class Faults {
  private final List<String> faults = new ArrayList<>();

  public Faults(List<String> known) {
    faults.addAll(known);
  }

  public void add(String fault) {
    faults.add(fault);
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

  public List<String> all() {
    return List.copyOf(faults);
  }

  public void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new BadUsageException(faults);
    }
  }
}
