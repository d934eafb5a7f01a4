package dev.p3.transport;

import dev.p3.table.ScalaCollections;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.storage.StorageLevel;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * A job of Spark for each round: the state is broadcast with what tasks run, partials come back to
 * the driver, those of many partitions through a tree. Runs on any cluster; Spark does the work of
 * a lost executor again.
 */
public final class SparkTransport implements Transport {
  private static final int DEPTH = 2;

  /** With so many partitions the driver combines all partials: a tree is a second stage. */
  private static final int MOST_AT_ONCE = 32;

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
    byte[] sent = job.states().write(state);
    int partitions = blocks.getNumPartitions();
    var map = new MapPartition<>(job, sent);
    var combine = new Combine<>(job, sent);
    byte[] total =
        partitions > MOST_AT_ONCE
            ? blocks.mapPartitions(map).treeReduce(combine, DEPTH)
            : Arrays.stream(atOnce(blocks, map))
                .reduce(combine::call)
                .orElseGet(() -> job.partials().write(job.zero(state)));
    bytes.addAndGet((long) sent.length * executors + (long) total.length * partitions);
    return job.partials().read(total);
  }

  /**
   * What each partition gives, by one job with one function of its own, in which Spark's cleaner of
   * closures finds nothing to read: for each operation of an RDD it reads class files, which takes
   * longer than all else that Spark does for a round.
   */
  private static <B> byte[][] atOnce(JavaRDD<B> blocks, MapPartition<B, ?, ?> map) {
    return (byte[][])
        blocks.context().runJob(blocks.rdd(), map, ClassTag$.MODULE$.<byte[]>apply(byte[].class));
  }

  /** How many processes work: those of the executors, or this one when there are none. */
  static int executors(JavaSparkContext context) {
    return Math.max(1, context.sc().statusTracker().getExecutorInfos().length - 1);
  }

  /** Carries the state: Spark broadcasts what a stage runs to the executors, once to each. */
  private static final class MapPartition<B, S extends Record, P>
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<B>, byte[]>
      implements FlatMapFunction<Iterator<B>, byte[]> {
    private static final long serialVersionUID = 1L;

    private final MapReduce<B, S, P> job;
    private final byte[] state;

    MapPartition(MapReduce<B, S, P> job, byte[] state) {
      this.job = job;
      this.state = state;
    }

    @Override
    public byte[] apply(TaskContext task, scala.collection.Iterator<B> blocks) {
      return total(ScalaCollections.asJava(blocks));
    }

    @Override
    public Iterator<byte[]> call(Iterator<B> blocks) {
      return List.of(total(blocks)).iterator();
    }

    private byte[] total(Iterator<B> blocks) {
      S here = job.states().read(state);
      P total = job.zero(here);
      while (blocks.hasNext()) {
        total = job.combine(total, job.map(blocks.next(), here), here);
      }
      return job.partials().write(total);
    }
  }

  private record Combine<B, S extends Record, P>(MapReduce<B, S, P> job, byte[] state)
      implements Function2<byte[], byte[], byte[]> {
    @Override
    public byte[] call(byte[] one, byte[] other) {
      Wire<P> wire = job.partials();
      return wire.write(job.combine(wire.read(one), wire.read(other), job.states().read(state)));
    }
  }
}
