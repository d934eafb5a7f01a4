package dev.p3.console;

import java.util.Collection;

/** The unit in which byte counts that are compared are told; a KB is 1024 bytes. */
public enum ByteUnit {
  B(1),
  KB(1L << 10),
  MB(1L << 20),
  GB(1L << 30),
  TB(1L << 40);

  private final long bytes;

  ByteUnit(long bytes) {
    this.bytes = bytes;
  }

  /** The largest unit of which the greatest count has one or more. */
  public static ByteUnit of(Collection<Long> counts) {
    long greatest = counts.stream().mapToLong(Long::longValue).max().orElse(0);
    ByteUnit unit = B;
    for (ByteUnit larger : values()) {
      unit = greatest >= larger.bytes ? larger : unit;
    }
    return unit;
  }

  /** A count in this unit, to two places. */
  public double of(long count) {
    return Math.round(100.0 * count / bytes) / 100.0;
  }
}
