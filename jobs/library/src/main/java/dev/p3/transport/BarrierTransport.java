package dev.p3.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.table.ScalaCollections;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * One barrier stage of Spark for all rounds: blocks stay in the tasks, which exchange partials over
 * sockets of their own, as ranks of MPI do. When an executor is lost Spark starts the stage again,
 * and it goes on from the state of the last round.
 *
 * <p>Needs a slot for each task at the same time: with more partitions than slots, blocks are dealt
 * out anew to as many partitions as there are slots.
 */
public final class BarrierTransport implements Transport {
  @Override
  public String name() {
    return "barrier";
  }

  @Override
  public String meaning() {
    return "one barrier stage of Spark for all rounds: blocks stay, all-reduce over sockets";
  }

  @Override
  public Home home() {
    return Home.EXECUTORS;
  }

  @Override
  public Optional<String> whyNot(Parts<?> parts) {
    Optional<SparkContext> spark = parts.spark();
    if (spark.isEmpty()) {
      return parts.whyNoSpark();
    }
    if (spark.get().getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      return Optional.of(
          "executors come and go (set spark.dynamicAllocation.enabled=false): a barrier stage needs"
              + " all tasks at once");
    }
    if (slots(spark.get()) < 1) {
      return Optional.of("no executor has a free slot yet");
    }
    return Optional.empty();
  }

  /** How many tasks run at the same time; Spark itself would look again for ten minutes. */
  private static int slots(SparkContext spark) {
    return spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
  }

  @Override
  public <B, S extends Record, P> Rounds<S> run(MapReduce<B, S, P> job, Parts<B> parts, S first) {
    if (job.isDone(first)) {
      return new Rounds<>(first, List.of(), 0, 1, 0);
    }
    JavaRDD<B> given = parts.rdd(job.blocks());
    int slots = slots(given.context());
    JavaRDD<B> blocks =
        given.getNumPartitions() > slots ? dealtOut(given, job.blocks(), slots) : given;
    boolean isOurs = !parts.isDistributed() || blocks != given;
    if (isOurs) {
      blocks.persist(StorageLevel.MEMORY_AND_DISK());
      blocks.count();
    }
    try {
      return rounds(job, blocks, first);
    } catch (IOException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot listen for the tasks of the barrier stage: %s (see spark.driver.host and"
                  + " spark.driver.bindAddress)",
              e.getMessage()),
          e);
    } finally {
      if (isOurs) {
        blocks.unpersist();
      }
    }
  }

  /** Over a shuffle, because a barrier stage takes no partitions that were put together. */
  private static <B> JavaRDD<B> dealtOut(JavaRDD<B> blocks, Wire<B> wire, int partitions) {
    return blocks
        .map((Function<B, byte[]>) wire::write)
        .repartition(partitions)
        .map((Function<byte[], B>) wire::read);
  }

  private static <B, S extends Record, P> Rounds<S> rounds(
      MapReduce<B, S, P> job, JavaRDD<B> blocks, S first) throws IOException {
    var reached = new Reached<>(job, first);
    byte[] secret = Handshake.secret();
    String host = blocks.context().getConf().get("spark.driver.host");
    int ranks = blocks.getNumPartitions();
    try (var rendezvous =
        new Rendezvous(host, ranks, secret, job.states().write(first), reached::accept)) {
      long start = System.nanoTime();
      // Over a shuffle: Spark starts a barrier stage again only when it is not a job's last one.
      long sent =
          blocks
              .rdd()
              .barrier()
              .mapPartitions(
                  new Task<>(job, rendezvous.address(), secret),
                  false,
                  ClassTag$.MODULE$.<Object>apply(Long.class))
              .toJavaRDD()
              .mapToPair(bytes -> new Tuple2<>(0, (long) bytes))
              .reduceByKey(Long::sum, 1)
              .first()
              ._2();
      long nanos = System.nanoTime() - start;
      JavaSparkContext context = JavaSparkContext.fromSparkContext(blocks.context());
      return new Rounds<>(
          reached.state, reached.figures, sent, SparkTransport.executors(context), nanos);
    }
  }

  /** The state that the ranks have reached, and the figures on the way. */
  private static final class Reached<S extends Record> {
    private final MapReduce<?, S, ?> job;
    private final List<double[]> figures = new ArrayList<>();
    private volatile S state; // written last and read first, by two threads

    Reached(MapReduce<?, S, ?> job, S first) {
      this.job = job;
      this.state = first;
    }

    void accept(byte[] bytes) {
      S next = job.states().read(bytes);
      figures.add(job.figures(next));
      state = next;
    }
  }

  /** What a rank does. */
  private static final class Task<B, S extends Record, P>
      extends AbstractFunction1<scala.collection.Iterator<B>, scala.collection.Iterator<Object>>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final MapReduce<B, S, P> job;
    private final InetSocketAddress rendezvous;
    private final byte[] secret;

    Task(MapReduce<B, S, P> job, InetSocketAddress rendezvous, byte[] secret) {
      this.job = job;
      this.rendezvous = rendezvous;
      this.secret = secret;
    }

    @Override
    public scala.collection.Iterator<Object> apply(scala.collection.Iterator<B> partition) {
      var blocks = new ArrayList<B>();
      while (partition.hasNext()) {
        blocks.add(partition.next());
      }
      BarrierTaskContext task = BarrierTaskContext.get();
      int ranks = task.getTaskInfos().length;
      var meeting =
          new Ranks.Meeting(
              task.partitionId(),
              ranks,
              task.stageAttemptNumber(),
              rendezvous,
              secret,
              task::isInterrupted);
      try (Ranks all = Ranks.meet(meeting, SparkEnv.get().blockManager().blockManagerId().host())) {
        S state = job.states().read(all.state());
        while (!job.isDone(state)) {
          state = round(blocks, state, all);
          if (task.partitionId() == 0) {
            all.report(job.states().write(state));
          }
        }
        all.end();
        return ScalaCollections.asScala(List.<Object>of(all.bytesSent())).iterator();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private S round(List<B> blocks, S state, Ranks all) throws IOException {
      P mine = job.zero(state);
      for (B block : blocks) {
        mine = job.combine(mine, job.map(block, state), state);
      }
      P total = all.total(mine, job.partials(), (one, other) -> job.combine(one, other, state));
      return job.finish(total, state);
    }
  }
}
