package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The assignments of the blocks that stay in this JVM from round to round, whatever transport holds
 * them. One goes when its block is collected.
 *
 * <p>Who works on a block takes its assignment, and gives it back when all is done. So two attempts
 * of a task never share one, and one that fails leaves none: the other attempt, or the next round,
 * begins anew and gives the same.
 *
 * <p>Thread-safe.
 */
final class KeptAssignments {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Map<Key, AtomicReference<Assignment>> kept = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final long mostBytes;

  /**
   * @param mostBytes when so many are kept, more are refused
   */
  KeptAssignments(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Takes what is kept for a block, if it is and nobody else has taken it. */
  Optional<Assignment> take(ColumnBlock block) {
    AtomicReference<Assignment> place = kept.get(new Key(block));
    return place == null ? Optional.empty() : Optional.ofNullable(replace(place, null));
  }

  /** Whether there is room for one more. */
  boolean hasRoom(long forBytes) {
    return bytes.get() + forBytes <= mostBytes;
  }

  /** Keeps what a block has come to. */
  void give(ColumnBlock block, Assignment assignment) {
    replace(kept.computeIfAbsent(new Key(block), key -> placed(block, key)), assignment);
  }

  private AtomicReference<Assignment> placed(ColumnBlock block, Key key) {
    var place = new AtomicReference<Assignment>();
    CLEANER.register(
        block,
        () -> {
          kept.remove(key);
          replace(place, null);
        });
    return place;
  }

  private Assignment replace(AtomicReference<Assignment> place, Assignment by) {
    Assignment before = place.getAndSet(by);
    bytes.addAndGet((by == null ? 0 : by.bytes()) - (before == null ? 0 : before.bytes()));
    return before;
  }

  /** How many bytes are kept. */
  long bytes() {
    return bytes.get();
  }

  /** Whether no block is known. */
  boolean isEmpty() {
    return kept.isEmpty();
  }

  /** A block, which is not kept from being collected. */
  private static final class Key extends WeakReference<ColumnBlock> {
    private final int hash;

    Key(ColumnBlock block) {
      super(block);
      this.hash = System.identityHashCode(block);
    }

    @Override
    public boolean equals(Object other) {
      return this == other || (other instanceof Key key && get() != null && key.refersTo(get()));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
