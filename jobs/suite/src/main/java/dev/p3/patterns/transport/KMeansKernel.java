package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.patterns.transport.KMeansState.Best;
import dev.p3.patterns.transport.KMeansState.Phase;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Grid;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Wire;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * k-means in rounds, after S. Lloyd, "Least Squares Quantization in PCM" (IEEE Transactions on
 * Information Theory 28, 1982), seeded as k-means++ (D. Arthur and S. Vassilvitskii, SODA 2007).
 *
 * <p>A seeding round chooses a point with a chance that grows with the square of its distance to
 * the centers chosen so far: the one whose square, divided by an exponential random number, is
 * greatest (P. Efraimidis and P. Spirakis, "Weighted Random Sampling with a Reservoir", 2006). The
 * random number is a hash of the seed and of the point's values, so equal points count as one
 * there, and neither partitions nor the order of rows matter. Then points and centers move in turn.
 * A cluster without points starts again at the point that is farthest from its center.
 *
 * <p>A partial result while assigning is all whole numbers: the size of each cluster, the within-SS
 * in three bins, and the sum of each column of each cluster in two (see {@link Grid}). Most rows
 * are spared most distances by what their block's {@link Assignment} has kept from the round
 * before, with the same result to the bit.
 */
public final class KMeansKernel implements MapReduce<ColumnBlock, KMeansState, long[]> {
  private static final long serialVersionUID = 1L;

  /** Beside the points themselves, which may take most of the memory. */
  private static final KeptAssignments KEPT =
      new KeptAssignments(Runtime.getRuntime().maxMemory() / 8);

  private final Settings settings;
  private final Grid[] grids;
  private final Grid squares;

  /** Null when this JVM's own instructions find the nearest centers. */
  private final String device;

  /**
   * What a run is to do.
   *
   * @param k how many clusters; at least 1
   * @param iterations how often centers move at most
   * @param tolerance centers have settled when none moves farther
   * @param starts how often to begin anew, with other seeds
   * @param seed of all that is random
   */
  public record Settings(int k, int iterations, double tolerance, int starts, long seed)
      implements Serializable {}

  /**
   * @param least the least value of each column
   * @param greatest the greatest value of each column; {@link Bounds} says which fit
   */
  public KMeansKernel(Settings settings, double[] least, double[] greatest) {
    this.settings = settings;
    this.device = null;
    this.grids = new Grid[least.length];
    double square = 0;
    for (int j = 0; j < least.length; j++) {
      grids[j] = Grid.of(Math.max(Math.abs(least[j]), Math.abs(greatest[j])));
      double range = greatest[j] - least[j];
      square += range * range;
    }
    // Centers lie between points; a few ulps more for what rounding does.
    this.squares = Grid.of(2 * square);
  }

  private KMeansKernel(KMeansKernel same, String device) {
    this.settings = same.settings;
    this.grids = same.grids;
    this.squares = same.squares;
    this.device = device;
  }

  /** The same, whose tasks find nearest centers on a device of OpenCL of their machine. */
  KMeansKernel onDevice(String name) {
    return new KMeansKernel(this, name);
  }

  Settings settings() {
    return settings;
  }

  @Override
  public long[] zero(KMeansState state) {
    return switch (state.phase()) {
      case SEED -> candidates().none(1);
      case RESEED -> candidates().none(empty(state.means()).size());
      case ASSIGN, DONE -> new long[ClusterSums.size(settings.k(), grids.length)];
    };
  }

  @Override
  public long[] map(ColumnBlock block, KMeansState state) {
    if (device != null) {
      return map(block, state, TaskDevices.named(device));
    }
    return state.phase() == Phase.ASSIGN
        ? assigned(block, state, KEPT)
        : map(block, state, NearestCenters.fastest());
  }

  /** The same for an assigning round, by what is kept for the block. */
  long[] assigned(ColumnBlock block, KMeansState state, KeptAssignments kept) {
    ClusterSums sums = sums();
    // The first centers of a start are far from all that is kept.
    Assignment assignment =
        kept.take(block).filter(each -> state.round() > 0 && each.precedes(sums)).orElse(null);
    if (assignment != null) {
      assignment.follow(block, state.centers());
    } else if (kept.hasRoom(Assignment.bytes(block, settings.k()))) {
      assignment = new Assignment(block, state.centers(), sums, NearestCenters.fastest());
    } else {
      return map(block, state, NearestCenters.fastest());
    }
    long[] units = assignment.units();
    kept.give(block, assignment);
    return units;
  }

  ClusterSums sums() {
    return new ClusterSums(settings.k(), grids, squares);
  }

  /** The same, comparing each row with each center, by another way to find the nearest. */
  public long[] map(ColumnBlock block, KMeansState state, NearestCenters nearestCenters) {
    int batch = Math.max(1, Math.min(nearestCenters.batch(), block.rows()));
    var nearest = new int[batch];
    var distances = new double[batch];
    long[] partial = zero(state);
    ClusterSums sums = state.phase() == Phase.ASSIGN ? sums() : null;
    for (int from = 0; from < block.rows(); from += batch) {
      int rows = Math.min(batch, block.rows() - from);
      nearestCenters.find(block, from, rows, state.centers(), nearest, distances);
      switch (state.phase()) {
        case SEED -> seed(block, from, rows, distances, state, partial);
        case RESEED -> offerAll(block, from, rows, distances, partial);
        case ASSIGN -> sums.add(block, from, rows, nearest, distances);
        case DONE -> throw new IllegalStateException("Cannot map a block: all is done");
      }
    }
    return sums == null ? partial : sums.units();
  }

  @Override
  public long[] combine(long[] one, long[] other, KMeansState state) {
    if (!addsUp(state)) {
      return candidates().combine(one, other);
    }
    for (int i = 0; i < one.length; i++) {
      one[i] += other[i];
    }
    return one;
  }

  @Override
  public KMeansState finish(long[] total, KMeansState state) {
    return switch (state.phase()) {
      case SEED -> seeded(total, state);
      case RESEED -> reseeded(total, state);
      case ASSIGN -> assigned(total, state);
      case DONE -> state;
    };
  }

  @Override
  public boolean isDone(KMeansState state) {
    return state.phase() == Phase.DONE;
  }

  @Override
  public double[] figures(KMeansState state) {
    return state.figures();
  }

  @Override
  public boolean addsUp(KMeansState state) {
    return state.phase() == Phase.ASSIGN;
  }

  @Override
  public Wire<ColumnBlock> blocks() {
    return Wire.columnBlocks();
  }

  @Override
  public Wire<KMeansState> states() {
    return new KMeansState.StateWire();
  }

  @Override
  public Wire<long[]> partials() {
    return Wire.longs();
  }

  private Candidates candidates() {
    return new Candidates(grids.length);
  }

  private void seed(
      ColumnBlock block,
      int from,
      int rows,
      double[] distances,
      KMeansState state,
      long[] partial) {
    int chosen = state.centers().length / grids.length;
    var hashes = new long[rows];
    ContentHash.hash(
        block, from, rows, ContentHash.seed(settings.seed(), state.start(), chosen), hashes);
    Candidates candidates = candidates();
    double least = candidates.least(partial);
    for (int i = 0; i < rows; i++) {
      double square = chosen == 0 ? 1 : distances[i];
      double uniform = ContentHash.uniform(hashes[i]);
      // -log(u) is at least 1 - u, so most points are out without a logarithm.
      if (square > 0 && square >= least * (1 - uniform) * (1 - 1e-9)) {
        candidates.offer(partial, square / -StrictMath.log(uniform), point(block, from + i));
        least = candidates.least(partial);
      }
    }
  }

  private void offerAll(ColumnBlock block, int from, int rows, double[] distances, long[] partial) {
    Candidates candidates = candidates();
    double least = candidates.least(partial);
    for (int i = 0; i < rows; i++) {
      if (distances[i] >= least) {
        candidates.offer(partial, distances[i], point(block, from + i));
        least = candidates.least(partial);
      }
    }
  }

  private static double[] point(ColumnBlock block, int row) {
    var point = new double[block.columns().length];
    for (int j = 0; j < point.length; j++) {
      point[j] = block.columns()[j][row] + 0.0; // both zeros are one point
    }
    return point;
  }

  private KMeansState seeded(long[] total, KMeansState state) {
    int columns = grids.length;
    int chosen = state.centers().length / columns;
    if (!(candidates().weight(total, 0) > 0)) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot make %,d clusters: there %s (--k must be at most that)",
              settings.k(),
              chosen == 1
                  ? "is only 1 distinct point"
                  : String.format(Locale.ROOT, "are only %,d distinct points", chosen)));
    }
    double[] centers = Arrays.copyOf(state.centers(), state.centers().length + columns);
    System.arraycopy(candidates().point(total, 0), 0, centers, state.centers().length, columns);
    return chosen + 1 < settings.k()
        ? KMeansState.seeding(state.start(), centers, state.best(), new double[0])
        : next(state, 0, centers, 0, false, new double[0]);
  }

  private KMeansState assigned(long[] total, KMeansState state) {
    ClusterSums.Totals totals = sums().totals(total);
    double withinSs = totals.withinSs();
    double[] figures = {state.start(), state.round(), withinSs, state.moved()};
    if (state.isLast()) {
      return ended(state, totals, figures);
    }
    double[] means = totals.means();
    return empty(means).isEmpty()
        ? moved(state, means, totals, figures)
        : new KMeansState(
            Phase.RESEED,
            state.start(),
            state.round(),
            state.centers(),
            means,
            0,
            false,
            state.best(),
            figures);
  }

  private KMeansState reseeded(long[] total, KMeansState state) {
    double[] centers = state.means().clone();
    int number = 0;
    for (int cluster : empty(centers)) {
      // No candidate is left where all other points lie on their centers: it stays where it was.
      double[] point =
          candidates().weight(total, number) > 0
              ? candidates().point(total, number++)
              : Arrays.copyOfRange(
                  state.centers(), cluster * grids.length, (cluster + 1) * grids.length);
      System.arraycopy(point, 0, centers, cluster * grids.length, grids.length);
    }
    double distance = farthest(state.centers(), centers);
    return next(
        state, state.round() + 1, centers, distance, isLast(state, distance), new double[0]);
  }

  /** The centers are to be the means. */
  private KMeansState moved(
      KMeansState state, double[] means, ClusterSums.Totals totals, double[] figures) {
    double distance = farthest(state.centers(), means);
    if (distance == 0) {
      double[] settled = {state.start(), state.round() + 1, totals.withinSs(), 0};
      double[] both = Arrays.copyOf(figures, 2 * KMeansState.FIGURES);
      System.arraycopy(settled, 0, both, KMeansState.FIGURES, KMeansState.FIGURES);
      return ended(state, totals, both);
    }
    return next(state, state.round() + 1, means, distance, isLast(state, distance), figures);
  }

  private boolean isLast(KMeansState state, double distance) {
    return distance <= settings.tolerance() || state.round() + 1 >= settings.iterations();
  }

  private static KMeansState next(
      KMeansState state,
      int round,
      double[] centers,
      double moved,
      boolean isLast,
      double[] figures) {
    return new KMeansState(
        Phase.ASSIGN,
        state.start(),
        round,
        centers,
        new double[0],
        moved,
        isLast,
        state.best(),
        figures);
  }

  private KMeansState ended(KMeansState state, ClusterSums.Totals totals, double[] figures) {
    Best best =
        totals.withinSs() < state.best().withinSs()
            ? new Best(state.start(), totals.withinSs(), state.centers(), totals.sizes())
            : state.best();
    if (state.start() < settings.starts()) {
      return KMeansState.seeding(state.start() + 1, new double[0], best, figures);
    }
    return new KMeansState(
        Phase.DONE,
        state.start(),
        state.round(),
        best.centers(),
        new double[0],
        0,
        true,
        best,
        figures);
  }

  /** The clusters whose mean is none. */
  private List<Integer> empty(double[] means) {
    return IntStream.range(0, means.length / grids.length)
        .filter(cluster -> Double.isNaN(means[cluster * grids.length]))
        .boxed()
        .toList();
  }

  /** How far a center moves at most. */
  double farthest(double[] from, double[] to) {
    double most = 0;
    for (int at = 0; at < from.length; at += grids.length) {
      double[] center = Arrays.copyOfRange(from, at, at + grids.length);
      most = Math.max(most, LoopNearestCenters.square(center, to, at));
    }
    return Math.sqrt(most);
  }
}
