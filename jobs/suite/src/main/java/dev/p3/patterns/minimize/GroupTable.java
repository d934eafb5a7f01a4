package dev.p3.patterns.minimize;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is kept of each group: found by a number where {@link GroupKey} has packed the group into
 * one, in an open hash table of primitives, else by its key in a map. A map of boxed numbers took a
 * fifth of a task's time: the hash of a packed code is little more than its text, so that groups
 * collided. Not thread-safe.
 *
 * @param <V> what is kept
 */
final class GroupTable<V> {
  private static final int FEWEST_SLOTS = 64;
  private static final long MIXER = 0x9E3779B97F4A7C15L;

  private final Supplier<V> initial;
  private final Map<Object, V> others = new HashMap<>();
  private long[] keys;
  private Object[] values;
  private int size;

  /**
   * @param initial what a group has at first
   */
  GroupTable(Supplier<V> initial) {
    this.initial = initial;
    clear();
  }

  /** What is kept of a group that is not packed. */
  V of(Object key) {
    return others.computeIfAbsent(key, absent -> initial.get());
  }

  /** What is kept of a packed group. */
  @SuppressWarnings("unchecked") // nothing else is put there
  V ofPacked(long key) {
    int slot = slot(key);
    if (values[slot] == null) {
      if (2 * size == keys.length) {
        grow();
        slot = slot(key);
      }
      keys[slot] = key;
      values[slot] = initial.get();
      size++;
    }
    return (V) values[slot];
  }

  int size() {
    return size + others.size();
  }

  /** Forgets all. */
  void clear() {
    others.clear();
    keys = new long[FEWEST_SLOTS];
    values = new Object[FEWEST_SLOTS];
    size = 0;
  }

  /** Where the key is, or the free slot where it belongs. */
  private int slot(long key) {
    int last = keys.length - 1;
    int slot = (int) ((key * MIXER) >>> Integer.SIZE) & last;
    while (values[slot] != null && keys[slot] != key) {
      slot = slot + 1 & last;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    Object[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new Object[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
