package dev.p3.patterns.transport;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The first part of a message between driver and worker.
 *
 * @param kind what the second part is
 * @param round which round it belongs to; 0 is for loading alone
 * @param share which share of the blocks
 * @param number of the block, how many blocks the share has, or which worker has mapped it
 */
record ZeroMqHeader(Kind kind, int round, int share, int number) {
  private static final int SIZE = 1 + 3 * Integer.BYTES;

  /** What a message says. */
  enum Kind {
    /** A worker has joined. */
    READY,
    /** A worker wants a block. */
    WANT,
    /** The block that a worker wanted. */
    BLOCK,
    /** The state of a round, for a worker to map a share. */
    MAP,
    /** The partial result of a share. */
    PARTIAL,
    /** Why a share cannot be mapped. */
    FAILED
  }

  static ZeroMqHeader ready() {
    return new ZeroMqHeader(Kind.READY, 0, 0, 0);
  }

  byte[] bytes() {
    return ByteBuffer.allocate(SIZE)
        .put((byte) kind.ordinal())
        .putInt(round)
        .putInt(share)
        .putInt(number)
        .array();
  }

  /** What the bytes say; nothing when they are none of ours. */
  static Optional<ZeroMqHeader> of(byte[] bytes) {
    if (bytes.length != SIZE || bytes[0] < 0 || bytes[0] >= Kind.values().length) {
      return Optional.empty();
    }
    ByteBuffer from = ByteBuffer.wrap(bytes);
    return Optional.of(
        new ZeroMqHeader(Kind.values()[from.get()], from.getInt(), from.getInt(), from.getInt()));
  }
}
