package dev.p3.scope;

import java.io.Serializable;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BroadcastBlockId;
import scala.Function1;

/** What broadcasts leave in the block managers of the driver and of every executor. */
final class BroadcastBlocks {
  private BroadcastBlocks() {}

  /** The broadcasts of which any process holds a value or a piece now. */
  static Set<Long> held() {
    var ids = new TreeSet<Long>();
    scala.collection.Iterator<BlockId> blocks =
        SparkEnv.get()
            .blockManager()
            .master()
            .getMatchingBlockIds(
                (Function1<BlockId, Object> & Serializable)
                    block -> block instanceof BroadcastBlockId,
                true)
            .iterator();
    while (blocks.hasNext()) {
      ids.add(((BroadcastBlockId) blocks.next()).broadcastId());
    }
    return ids;
  }

  /** The broadcasts that an action adds. */
  static Set<Long> addedBy(Runnable action) {
    Set<Long> before = held();
    action.run();
    Set<Long> after = held();
    after.removeAll(before);
    return after;
  }

  /** Whether none of them is held any more, at once or within some seconds. */
  static boolean areGone(Set<Long> broadcasts) {
    return becomesTrue(() -> held().stream().noneMatch(broadcasts::contains));
  }

  static boolean becomesTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return true;
  }
}
