package dev.p3.patterns.serialize;

import java.io.Serializable;
import java.util.Optional;

/** Records that users might name. */
public final class TestRecords {
  private TestRecords() {}

  /** Takes every serializer. */
  public record Trip(String origin, int delay) implements Serializable {}

  /** Java serialization does not take it. */
  public record PlainTrip(String origin, Optional<Integer> delay) {}

  /** Compares its array by identity. */
  public record Photo(String name, byte[] pixels) implements Serializable {}

  /** Never comes back as it was. */
  public record Drifting(String origin, int delay) implements Serializable {
    public Drifting {
      delay = delay + 1;
    }
  }

  /** Refuses some rows. */
  public record Punctual(String origin, int delay) implements Serializable {
    public Punctual {
      if (delay > 0) {
        throw new IllegalArgumentException("late by " + delay);
      }
    }
  }
}
