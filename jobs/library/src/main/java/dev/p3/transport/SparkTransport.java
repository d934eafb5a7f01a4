package dev.p3.transport;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * A job of Spark for each round: the state is broadcast, partials come back through a tree. Runs on
 * any cluster; Spark does the work of a lost executor again.
 */
public final class SparkTransport implements Transport {
  private static final int DEPTH = 2;

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public String meaning() {
    return "a job of Spark each round: broadcast state, tree of partials; on any cluster";
  }

  @Override
  public Home home() {
    return Home.EXECUTORS;
  }

  @Override
  public Optional<String> whyNot(Parts<?> parts) {
    return parts.whyNoSpark();
  }

  @Override
  public <B, S extends Record, P> Rounds<S> run(MapReduce<B, S, P> job, Parts<B> parts, S first) {
    JavaRDD<B> blocks = parts.rdd(job.blocks());
    if (!parts.isDistributed()) {
      blocks.persist(StorageLevel.MEMORY_AND_DISK());
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(blocks.context());
    int executors = executors(context);
    var bytes = new AtomicLong();
    try {
      return Rounds.run(job, first, state -> round(job, blocks, state, executors, bytes))
          .moved(bytes.get(), executors);
    } finally {
      if (!parts.isDistributed()) {
        blocks.unpersist();
      }
    }
  }

  private static <B, S extends Record, P> P round(
      MapReduce<B, S, P> job, JavaRDD<B> blocks, S state, int executors, AtomicLong bytes) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(blocks.context());
    byte[] stateBytes = job.states().write(state);
    Broadcast<byte[]> sent = context.broadcast(stateBytes);
    try {
      byte[] total =
          blocks
              .mapPartitions(new MapPartition<>(job, sent))
              .treeReduce(new Combine<>(job, sent), DEPTH);
      bytes.addAndGet(
          (long) stateBytes.length * executors + (long) total.length * blocks.getNumPartitions());
      return job.partials().read(total);
    } finally {
      sent.destroy();
    }
  }

  /** How many processes work: those of the executors, or this one when there are none. */
  static int executors(JavaSparkContext context) {
    return Math.max(1, context.sc().statusTracker().getExecutorInfos().length - 1);
  }

  private record MapPartition<B, S extends Record, P>(
      MapReduce<B, S, P> job, Broadcast<byte[]> state)
      implements FlatMapFunction<Iterator<B>, byte[]> {
    @Override
    public Iterator<byte[]> call(Iterator<B> blocks) {
      S here = job.states().read(state.value());
      P total = job.zero(here);
      while (blocks.hasNext()) {
        total = job.combine(total, job.map(blocks.next(), here), here);
      }
      return List.of(job.partials().write(total)).iterator();
    }
  }

  private record Combine<B, S extends Record, P>(MapReduce<B, S, P> job, Broadcast<byte[]> state)
      implements Function2<byte[], byte[], byte[]> {
    @Override
    public byte[] call(byte[] one, byte[] other) {
      Wire<P> wire = job.partials();
      return wire.write(
          job.combine(wire.read(one), wire.read(other), job.states().read(state.value())));
    }
  }
}
