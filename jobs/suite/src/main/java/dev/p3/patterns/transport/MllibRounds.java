package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.patterns.transport.KMeansState.Phase;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import dev.p3.transport.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.mllib.clustering.KMeans;
import org.apache.spark.mllib.clustering.KMeansModel;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.storage.StorageLevel;

/**
 * Lets MLlib move the centers, from the same starting centers. It is asked for one iteration at a
 * time, because it does not tell what the rounds of several came to.
 *
 * <p>The kernel chooses the starting centers, and takes the within-SS of the last centers of each
 * start, by its own distances and sums: MLlib computes squares by norms, to six digits at worst.
 * Its sums depend on the order in which partials arrive, so centers that have moved less than their
 * last digits count as settled. A cluster that loses its points keeps its center.
 */
final class MllibRounds implements Transport {
  private static final double LAST_DIGITS = 1e-11;

  @Override
  public String name() {
    return "mllib";
  }

  @Override
  public String meaning() {
    return "Spark MLlib's KMeans, from the same starting centers";
  }

  @Override
  public Home home() {
    return Home.EXECUTORS;
  }

  @Override
  public Optional<String> whyNot(Parts<?> parts) {
    return parts.whyNoSpark();
  }

  /**
   * @throws JobFailedException when this Spark has no MLlib
   */
  static void requireMllib(String sparkVersion) {
    try {
      Class.forName(
          "org.apache.spark.mllib.clustering.KMeans", false, MllibRounds.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      String binary = scala.util.Properties.versionNumberString().replaceFirst("[.][^.]*$", "");
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot run --variant mllib: this Spark comes without MLlib (add --conf"
                  + " spark.jars.packages=org.apache.spark:spark-mllib_%s:%s)",
              binary,
              sparkVersion),
          e);
    }
  }

  @Override
  public <B, S extends Record, P> Rounds<S> run(MapReduce<B, S, P> job, Parts<B> parts, S first) {
    if (!(job instanceof KMeansKernel kernel)) {
      throw new IllegalArgumentException("MLlib has no rounds of " + job.getClass().getName());
    }
    @SuppressWarnings("unchecked") // these types go together: they are those of the kernel
    var rounds = (Rounds<S>) run(kernel, (Parts<ColumnBlock>) parts, (KMeansState) first);
    return rounds;
  }

  private static Rounds<KMeansState> run(
      KMeansKernel kernel, Parts<ColumnBlock> parts, KMeansState first) {
    JavaRDD<ColumnBlock> blocks = parts.rdd(kernel.blocks());
    JavaRDD<Vector> points =
        blocks
            .flatMap((FlatMapFunction<ColumnBlock, Vector>) MllibRounds::points)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      points.count();
      long start = System.nanoTime();
      var figures = new ArrayList<double[]>();
      KMeansState state = first;
      while (!kernel.isDone(state)) {
        state =
            state.phase() == Phase.ASSIGN && !state.isLast()
                ? settled(kernel, points, state)
                : kernel.finish(total(kernel, blocks, state), state);
        figures.add(kernel.figures(state));
      }
      int processes = processes(JavaSparkContext.fromSparkContext(blocks.context()));
      // What MLlib moves it does not tell.
      return new Rounds<>(state, figures, 0, processes, System.nanoTime() - start);
    } finally {
      points.unpersist();
    }
  }

  private static int processes(JavaSparkContext context) {
    return Math.max(1, context.sc().statusTracker().getExecutorInfos().length - 1);
  }

  private static long[] total(KMeansKernel kernel, JavaRDD<ColumnBlock> blocks, KMeansState state) {
    byte[] sent = kernel.states().write(state);
    return blocks
        .map((Function<ColumnBlock, long[]>) block -> kernel.map(block, kernel.states().read(sent)))
        .fold(
            kernel.zero(state),
            (Function2<long[], long[], long[]>)
                (one, other) -> kernel.combine(one, other, kernel.states().read(sent)));
  }

  /** The state after all rounds of a start, whose within-SS is to be taken; figures of each. */
  private static KMeansState settled(
      KMeansKernel kernel, JavaRDD<Vector> points, KMeansState begun) {
    KMeansKernel.Settings settings = kernel.settings();
    double[] centers = begun.centers();
    double moved = 0;
    int round = 0;
    var figures = new ArrayList<double[]>();
    boolean isLast = false;
    while (!isLast) {
      KMeansModel model = oneIteration(points, centers, settings.k());
      figures.add(new double[] {begun.start(), round++, model.trainingCost(), moved});
      double[] next = flat(model.clusterCenters());
      double distance = kernel.farthest(centers, next);
      boolean isSettled = distance <= LAST_DIGITS * greatest(next);
      moved = isSettled ? 0 : distance;
      isLast = isSettled || moved <= settings.tolerance() || round >= settings.iterations();
      centers = next;
    }
    double[] all = figures.stream().flatMapToDouble(Arrays::stream).toArray();
    return new KMeansState(
        Phase.ASSIGN, begun.start(), round, centers, new double[0], moved, true, begun.best(), all);
  }

  private static KMeansModel oneIteration(JavaRDD<Vector> points, double[] centers, int k) {
    int width = centers.length / k;
    List<Vector> vectors =
        IntStream.range(0, k)
            .mapToObj(
                cluster ->
                    Vectors.dense(
                        Arrays.copyOfRange(centers, cluster * width, (cluster + 1) * width)))
            .toList();
    return new KMeans()
        .setK(k)
        .setMaxIterations(1)
        .setInitialModel(new KMeansModel(vectors))
        .run(points.rdd());
  }

  private static double[] flat(Vector[] vectors) {
    return Arrays.stream(vectors).flatMapToDouble(each -> Arrays.stream(each.toArray())).toArray();
  }

  private static double greatest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  private static Iterator<Vector> points(ColumnBlock block) {
    return IntStream.range(0, block.rows())
        .mapToObj(
            row ->
                Vectors.dense(
                    Arrays.stream(block.columns()).mapToDouble(column -> column[row]).toArray()))
        .iterator();
  }
}
