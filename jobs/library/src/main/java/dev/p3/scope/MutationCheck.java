package dev.p3.scope;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Finds components of a scope's record whose content is no longer what it was when the record
 * arrived in this process. Thread-safe.
 */
final class MutationCheck<R extends Record> {
  private final String scope;
  private final RecordComponent[] components;
  private final long[] digests;

  /** What was said when a component was first seen changed. */
  private final String[] found;

  MutationCheck(String scope, R values) {
    this.scope = scope;
    this.components = values.getClass().getRecordComponents();
    this.digests = new long[components.length];
    this.found = new String[components.length];
    for (int i = 0; i < components.length; i++) {
      digests[i] = digest(values, i);
    }
  }

  /**
   * @param suspects what used the scope just now
   * @throws MutatedValueException naming each changed component
   */
  synchronized void verify(R values, Collection<ScopeUse> suspects) {
    String who =
        suspects.stream().distinct().map(ScopeUse::toString).collect(Collectors.joining(" or "));
    var changes = new ArrayList<String>();
    for (int i = 0; i < components.length; i++) {
      if (found[i] == null && isChanged(values, i)) {
        found[i] =
            String.format(Locale.ROOT, "%s changed component `%s`", who, components[i].getName());
      }
      if (found[i] != null) {
        changes.add(found[i]);
      }
    }
    if (!changes.isEmpty()) {
      throw new MutatedValueException(
          String.format(
              Locale.ROOT,
              "%s of %s, which all tasks of a process share (let the function give back what it found, or copy the component before changing it)",
              String.join("; ", changes),
              scope));
    }
  }

  private boolean isChanged(R values, int index) {
    try {
      return digest(values, index) != digests[index];
    } catch (ConcurrentModificationException e) { // another task changes it right now
      return true;
    }
  }

  private long digest(R values, int index) {
    return ContentDigest.of(Components.value(values, components[index]));
  }
}
