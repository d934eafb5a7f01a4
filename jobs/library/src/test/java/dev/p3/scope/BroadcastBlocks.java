package dev.p3.scope;

import dev.p3.Hanging;
import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;
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

  /** Waits until none of them is held any more. */
  static void awaitGone(Set<Long> broadcasts) {
    Hanging.until(
        "the end of broadcasts " + broadcasts,
        () -> held().stream().noneMatch(broadcasts::contains));
  }
}
