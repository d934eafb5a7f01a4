package dev.p3.patterns.transport;

import dev.p3.transport.MapReduce;
import dev.p3.transport.Parts;
import java.util.ArrayList;
import java.util.List;

/** How blocks are shared out among processes of this machine. */
final class Shares {
  private Shares() {}

  /**
   * As many lists of blocks as there are cores, or blocks when those are fewer; at least one. They
   * differ by a block at most, whatever the partitions.
   */
  static <B> List<List<B>> of(Parts<B> parts, MapReduce<B, ?, ?> job) {
    List<B> blocks = parts.lists(job.blocks()).stream().flatMap(List::stream).toList();
    int count = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), blocks.size()));
    List<List<B>> shares = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int from = (int) (i * blocks.size() / count);
      int to = (int) ((i + 1) * blocks.size() / count);
      shares.add(blocks.subList(from, to));
    }
    return shares;
  }

  /** All blocks of a share, mapped and combined. */
  static <B, S extends Record, P> P total(MapReduce<B, S, P> job, List<B> blocks, S state) {
    P total = job.zero(state);
    for (B block : blocks) {
      total = job.combine(total, job.map(block, state), state);
    }
    return total;
  }
}
