package dev.p3.scope;

import dev.p3.record.RecordModule;
import java.util.List;
import java.util.Map;

/** The records that the tests of scopes broadcast. */
public final class TestRecordModule implements RecordModule {
  /** A place, nested in the values of a scope. */
  public record Place(String name, double latitude) {}

  /** The values of a scope. */
  public record Lookups(Map<String, Place> places, int factor) {}

  @Override
  public List<Class<?>> classes() {
    return List.of(Lookups.class, Place.class);
  }
}
