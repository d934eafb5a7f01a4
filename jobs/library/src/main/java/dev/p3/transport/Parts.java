package dev.p3.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The blocks of a computation, in partitions: here in lists, or in an RDD of Spark. A partition may
 * be empty. Immutable.
 *
 * @param <B> a block
 */
public final class Parts<B> {
  private final List<List<B>> lists;
  private final JavaRDD<B> rdd;

  private Parts(List<List<B>> lists, JavaRDD<B> rdd) {
    this.lists = lists;
    this.rdd = rdd;
  }

  /** Blocks in this process. */
  public static <B> Parts<B> of(List<List<B>> partitions) {
    return new Parts<>(partitions.stream().map(List::copyOf).toList(), null);
  }

  /**
   * Blocks in executors.
   *
   * @param blocks persisted, because every round reads them; the caller ends that
   */
  public static <B> Parts<B> of(JavaRDD<B> blocks) {
    return new Parts<>(List.of(), blocks);
  }

  /** How many partitions there are. */
  public int count() {
    return rdd == null ? lists.size() : rdd.getNumPartitions();
  }

  /**
   * The blocks in this process.
   *
   * <p>Cost: those of an RDD are collected, all of them at once.
   */
  public List<List<B>> lists(Wire<B> wire) {
    if (rdd == null) {
      return lists;
    }
    var partitions = new ArrayList<byte[]>(framed(rdd, wire).collect());
    var collected = new ArrayList<List<B>>();
    for (int i = 0; i < partitions.size(); i++) {
      collected.add(Frames.read(partitions.set(i, null), wire)); // held once, not twice
    }
    return collected;
  }

  /**
   * The blocks in executors, in the same number of partitions.
   *
   * <p>Cost: each list is broadcast, and sent to the executor that works on it; the driver keeps a
   * serialized copy. To be persisted, or each action makes the blocks of it again.
   *
   * @throws IllegalStateException when there is no session of Spark
   */
  public JavaRDD<B> rdd(Wire<B> wire) {
    if (rdd != null) {
      return rdd;
    }
    var context =
        JavaSparkContext.fromSparkContext(
            spark()
                .orElseThrow(
                    () -> new IllegalStateException("Cannot distribute blocks: no Spark")));
    // Not as elements of the RDD: Spark sends those with every task of every action.
    List<Broadcast<byte[]>> partitions = new ArrayList<>();
    lists.forEach(blocks -> partitions.add(context.broadcast(Frames.write(blocks, wire))));
    List<Integer> numbers = IntStream.range(0, partitions.size()).boxed().toList();
    return context
        .parallelize(numbers, Math.max(1, numbers.size()))
        .flatMap(
            (FlatMapFunction<Integer, B>)
                number -> Frames.read(partitions.get(number).value(), wire).iterator());
  }

  /** Whether the blocks are in executors. */
  public boolean isDistributed() {
    return rdd != null;
  }

  /** Why what needs a session of Spark cannot run; empty when there is one. */
  public Optional<String> whyNoSpark() {
    return spark().isPresent() ? Optional.empty() : Optional.of("there is no session of Spark");
  }

  /** The Spark that holds the blocks, or else the session that is running; empty without one. */
  public Optional<SparkContext> spark() {
    if (rdd != null) {
      return Optional.of(rdd.context());
    }
    for (var running : List.of(SparkSession.getActiveSession(), SparkSession.getDefaultSession())) {
      if (running.isDefined() && !running.get().sparkContext().isStopped()) {
        return Optional.of(running.get().sparkContext());
      }
    }
    return Optional.empty();
  }

  private static <B> JavaRDD<byte[]> framed(JavaRDD<B> rdd, Wire<B> wire) {
    return rdd.glom().map((Function<List<B>, byte[]>) blocks -> Frames.write(blocks, wire));
  }
}
