package dev.p3.runner;

import dev.p3.fault.BadUsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is wrong, so that all of it is reported at once. Not thread-safe. */
final class Faults {
  private final List<String> faults = new ArrayList<>();

  Faults(List<String> known) {
    faults.addAll(known);
  }

  void add(String fault) {
    faults.add(fault);
  }

  /** The step's result; empty, with its faults collected, when it is refused. */
  <T> Optional<T> orFault(Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (BadUsageException e) {
      faults.addAll(e.faults());
      return Optional.empty();
    }
  }

  List<String> all() {
    return List.copyOf(faults);
  }

  void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new BadUsageException(faults);
    }
  }
}
