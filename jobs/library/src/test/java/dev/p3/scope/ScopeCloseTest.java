package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.scope.TestRecordModule.Lookups;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** Closing a scope before, while and after something uses it. */
@Timeout(value = Hanging.MINUTES, unit = TimeUnit.MINUTES)
class ScopeCloseTest {
  /** Tasks of the local master see the test's static fields: so a test can hold a task up. */
  private static volatile CountDownLatch started;

  private static volatile CountDownLatch mayGoOn;

  private final SparkSession spark = LocalSpark.spark();
  private final JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  private final Dataset<Integer> numbers =
      spark.createDataset(List.of(1, 2, 3, 4), Encoders.INT()).repartition(2);

  private Scope<Lookups> scope;
  private Set<Long> broadcasts;

  @BeforeEach
  void open() {
    started = new CountDownLatch(1);
    mayGoOn = new CountDownLatch(1);
    broadcasts =
        BroadcastBlocks.addedBy(
            () ->
                scope =
                    UncheckedScope.open(
                        spark, () -> Scope.open(spark, new Lookups(new HashMap<>(), 10))));
    assertThat(broadcasts).hasSize(1);
  }

  @AfterEach
  void close() {
    mayGoOn.countDown();
    scope.close();
    BroadcastBlocks.awaitGone(broadcasts);
  }

  private static int timesTen(Lookups values, int number) {
    return values.factor() * number;
  }

  private static <T> T heldUp(T value) throws InterruptedException {
    started.countDown();
    Hanging.until(mayGoOn);
    return value;
  }

  @Test
  void leavesARunningJobItsValuesAndRefusesTheNext() throws Exception {
    JavaRDD<Integer> slow =
        scope.map(
            context.parallelize(List.of(1, 2, 3, 4), 4),
            (values, number) -> heldUp(number) * values.factor());
    JavaRDD<Integer> other =
        scope.map(context.parallelize(List.of(1)), (values, number) -> number * values.factor());
    CompletableFuture<List<Integer>> result = CompletableFuture.supplyAsync(slow::collect);
    started.await();

    scope.close();

    assertThat(scope.toString()).endsWith(", closed");
    assertThat(Scope.ledger(spark)).isEmpty();
    CompletableFuture<List<Integer>> late = CompletableFuture.supplyAsync(other::collect);
    assertThatThrownBy(() -> scope.map(numbers, ScopeCloseTest::timesTen, Encoders.INT()))
        .isInstanceOf(ClosedScopeException.class);
    mayGoOn.countDown();
    assertThat(result.get()).containsExactly(10, 20, 30, 40);
    assertThatThrownBy(late::get).rootCause().isInstanceOf(ClosedScopeException.class);
    BroadcastBlocks.awaitGone(broadcasts);
  }

  @Test
  void leavesARunningQueryItsValuesInStagesThatBeginLater() throws Exception {
    Dataset<Integer> slow =
        numbers.map((MapFunction<Integer, Integer>) ScopeCloseTest::heldUp, Encoders.INT());
    Dataset<Integer> afterShuffle =
        scope.map(slow.repartition(3), ScopeCloseTest::timesTen, Encoders.INT());
    CompletableFuture<List<Integer>> result =
        CompletableFuture.supplyAsync(afterShuffle::collectAsList);
    started.await();

    scope.close();
    mayGoOn.countDown();

    assertThat(result.get()).containsExactlyInAnyOrder(10, 20, 30, 40);
    BroadcastBlocks.awaitGone(broadcasts);
    assertThatThrownBy(afterShuffle::collectAsList)
        .rootCause()
        .isInstanceOf(ClosedScopeException.class);
  }

  @Test
  void waitsForNothingWhenNothingUsesIt() {
    scope.close();

    BroadcastBlocks.awaitGone(broadcasts);
  }

  @Test
  void saysWhatNeedsItAndWhereThatWasMade() {
    int line = line();
    Dataset<Integer> late = scope.map(numbers, ScopeCloseTest::timesTen, Encoders.INT());
    scope.close();

    assertThatThrownBy(late::collectAsList)
        .rootCause()
        .isInstanceOf(ClosedScopeException.class)
        .hasMessageMatching(
            "Scope Lookups \\(opened at ScopeCloseTest\\.java:\\d+\\) is closed: the Dataset made by map at ScopeCloseTest\\.java:"
                + (line + 1)
                + " needs it \\(run its action before the scope closes, or keep its rows with cache\\(\\) and an action, or with localCheckpoint\\(\\)\\)");
    assertThatThrownBy(() -> scope.filter(numbers, (values, number) -> true))
        .isInstanceOf(ClosedScopeException.class)
        .hasMessageMatching(
            "Scope Lookups \\(opened at ScopeCloseTest\\.java:\\d+\\) is closed: filter at ScopeCloseTest\\.java:\\d+ cannot use it \\(call it before the scope closes, or open another scope\\)");
  }

  @Test
  void leavesRowsThatAreCached() {
    Dataset<Integer> kept = scope.map(numbers, ScopeCloseTest::timesTen, Encoders.INT()).cache();
    assertThat(kept.count()).isEqualTo(4);
    scope.close();

    assertThat(kept.collectAsList()).containsExactlyInAnyOrder(10, 20, 30, 40);

    kept.unpersist();
    assertThatThrownBy(kept::collectAsList).rootCause().isInstanceOf(ClosedScopeException.class);
  }

  @Test
  void leavesElementsThatAreCached() {
    JavaRDD<Integer> kept =
        scope.map(context.parallelize(List.of(1, 2), 2), ScopeCloseTest::timesTen).cache();
    assertThat(kept.count()).isEqualTo(2);
    scope.close();

    assertThat(kept.collect()).containsExactly(10, 20);
    kept.unpersist();
  }

  @Test
  @SuppressWarnings("unchecked") // what was serialized
  void saysSoInATaskThatReceivedItsFunctionBefore() {
    JavaRDD<Integer> tens = scope.map(context.parallelize(List.of(1), 1), ScopeCloseTest::timesTen);
    byte[] sentBefore = serialized(new Tuple2<>(tens.rdd(), tens.rdd().partitions()[0]));
    scope.close();
    BroadcastBlocks.awaitGone(broadcasts);

    assertThatThrownBy(
            () ->
                context
                    .parallelize(List.of(1), 1)
                    .map(
                        any -> {
                          var received = (Tuple2<RDD<?>, Partition>) deserialized(sentBefore);
                          return received._1.iterator(received._2, TaskContext.get()).next();
                        })
                    .collect())
        .rootCause()
        .isInstanceOf(ClosedScopeException.class)
        .hasMessageContaining("is closed: the RDD made by map at ScopeCloseTest.java:");
  }

  private static byte[] serialized(Object function) {
    return SparkEnv.get()
        .closureSerializer()
        .newInstance()
        .serialize(function, ClassTag$.MODULE$.Object())
        .array();
  }

  private static Object deserialized(byte[] function) {
    return SparkEnv.get()
        .closureSerializer()
        .newInstance()
        .deserialize(
            ByteBuffer.wrap(function),
            Thread.currentThread().getContextClassLoader(),
            ClassTag$.MODULE$.Object());
  }

  @Test
  void endsAfterAJobThatFailed() {
    Dataset<Integer> failing =
        scope.map(
            numbers,
            (values, number) -> {
              throw new IllegalStateException("no " + number);
            },
            Encoders.INT());

    assertThatThrownBy(failing::collectAsList).hasStackTraceContaining("no ");
    scope.close();

    BroadcastBlocks.awaitGone(broadcasts);
  }

  /** Spark drops events where many come at once: as if the end of a job, or query, had been one. */
  @Test
  void isNotHeldByWhatEndedWithoutAWordOfIt() throws InterruptedException {
    var heard = new CopyOnWriteArrayList<SparkListenerEvent>();
    var ended = new CountDownLatch(1);
    var listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            heard.add(start);
          }

          @Override
          public void onOtherEvent(SparkListenerEvent event) {
            if (event instanceof SparkListenerSQLExecutionStart) {
              heard.add(event);
            } else if (event instanceof SparkListenerSQLExecutionEnd) {
              ended.countDown(); // after its jobs
            }
          }
        };
    spark.sparkContext().addSparkListener(listener);
    try {
      scope.map(numbers, ScopeCloseTest::timesTen, Encoders.INT()).collectAsList();
      Hanging.until(ended);
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
    ScopeLedger ledger = ScopeLedger.of(spark.sparkContext());
    heard.forEach(
        event -> {
          if (event instanceof SparkListenerJobStart start) {
            ledger.onJobStart(start);
          } else {
            ledger.onOtherEvent(event);
          }
        });
    assertThat(heard).hasSizeGreaterThanOrEqualTo(2);
    // What Spark itself knows it hears from another queue of events.
    heard.forEach(
        event -> {
          if (event instanceof SparkListenerJobStart start) {
            Hanging.until("the end of job " + start.jobId(), () -> isKnownToHaveEnded(start));
          }
        });

    scope.close();

    BroadcastBlocks.awaitGone(broadcasts);
  }

  private boolean isKnownToHaveEnded(SparkListenerJobStart job) {
    return spark
        .sparkContext()
        .statusTracker()
        .getJobInfo(job.jobId())
        .exists(info -> info.status() != JobExecutionStatus.RUNNING);
  }

  @Test
  void mayBeCalledByManyThreads() {
    scope.map(numbers, ScopeCloseTest::timesTen, Encoders.INT()).collectAsList();
    var closers = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < 8; i++) {
      closers.add(CompletableFuture.runAsync(scope::close));
    }

    closers.forEach(CompletableFuture::join);

    BroadcastBlocks.awaitGone(broadcasts);
  }

  private static int line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow())
        .getLineNumber();
  }
}
