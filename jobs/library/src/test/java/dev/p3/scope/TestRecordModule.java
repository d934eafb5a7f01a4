package dev.p3.scope;

import dev.p3.record.RecordModule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records that the tests of scopes send. */
public final class TestRecordModule implements RecordModule {
  /** A place, nested in the values of a scope. */
  public record Place(String name, double latitude) {}

  /** The values of a scope. */
  public record Lookups(Map<String, Place> places, int factor) {}

  /** Values of very different sizes. */
  public record Sizes(int[] numbers, String word, Map<String, Integer> counts) {}

  /** Values that a careless function changes. */
  public record Counters(Map<String, Integer> counts, int[] totals, Set<String> seen) {}

  /** Checks what it is made of, so that it cannot be made of nulls. */
  public record Checked(List<String> words, int[] numbers) {
    public Checked {
      if (words.isEmpty() || numbers.length == 0) {
        throw new IllegalArgumentException("words and numbers must not be empty");
      }
    }
  }

  /** A row with an array. */
  public record Reading(String sensor, int[] values) {}

  @Override
  public List<Class<?>> classes() {
    return List.of(
        Lookups.class,
        Place.class,
        Sizes.class,
        Counters.class,
        Checked.class,
        Reading.class,
        PerExecutorTest.Tools.class,
        PerExecutorTest.TwoTools.class,
        ScopeOpenTest.Unsendable.class,
        ScopeOnClusterIT.Counted.class,
        ScopeOnClusterIT.Everything.class);
  }
}
