package dev.p3.patterns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.patterns.transport.KMeansState.Phase;
import dev.p3.transport.ColumnBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What bounds spare, beside its twin: every row compared with each center. */
@Tag("no-spark")
class AssignmentTest {
  private static final int ROUNDS = 40;
  private static final NearestCenters.ForBounds LOOPS = new LoopNearestCenters();

  /** Points, as values of one column each. */
  enum Points {
    AT_RANDOM((random, row, column) -> random.nextDouble()),
    IN_CLUSTERS((random, row, column) -> row % 4 * 10 + column + random.nextGaussian()),
    ON_A_LATTICE_WITH_TIES((random, row, column) -> random.nextInt(4)),
    FEW_DISTINCT((random, row, column) -> row % 7 * (column + 1) / 3.0),
    WITH_A_CONSTANT_COLUMN((random, row, column) -> column == 0 ? 0.1 : random.nextDouble()),
    HUGE((random, row, column) -> Math.scalb(random.nextDouble() - 0.5, 390)),
    TINY((random, row, column) -> Math.scalb(random.nextDouble() - 0.5, -390)),
    TOO_CLOSE_FOR_SQUARES((random, row, column) -> Math.scalb(random.nextDouble() - 0.5, -530)),
    CLOSE_AND_FAR_AWAY((random, row, column) -> 1e15 + random.nextInt(40) / 8.0),
    OF_MANY_MAGNITUDES(
        (random, row, column) -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(400) - 200)),
    OF_BOTH_ZEROS((random, row, column) -> random.nextInt(3) == 0 ? -0.0 : random.nextInt(2));

    private interface Value {
      double of(Random random, int row, int column);
    }

    private final Value value;

    Points(Value value) {
      this.value = value;
    }

    ColumnBlock block(int rows, int columns, long seed) {
      var random = new Random(seed);
      var values = new double[columns][rows];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          values[j][i] = value.of(random, i, j);
        }
      }
      return new ColumnBlock(values, rows);
    }
  }

  @ParameterizedTest
  @EnumSource(Points.class)
  void sumsOfEveryRoundAreThoseOfComparingEachRowWithEachCenter(Points points) {
    for (int columns : new int[] {1, 2, 8}) {
      for (int k : new int[] {1, 2, 5, 16}) {
        for (int rows : new int[] {1, 300, 1500}) {
          ColumnBlock block = points.block(rows, columns, 31L * columns + k);
          KMeansKernel kernel = kernel(block, k);
          var kept = new KeptAssignments(Long.MAX_VALUE);
          KMeansState state = start(block, k, columns);
          for (int round = 0; round < ROUNDS && state.phase() == Phase.ASSIGN; round++) {
            long[] expected = kernel.map(block, state, LOOPS);

            assertThat(kernel.assigned(block, state, kept))
                .as("%s, %d columns, k = %d, %d rows, round %d", points, columns, k, rows, round)
                .isEqualTo(expected);
            state = next(kernel, expected, block, state);
          }
        }
      }
    }
  }

  @Test
  void centersMayMoveByAnUlpOrComeFromAnotherRun() {
    ColumnBlock block = Points.ON_A_LATTICE_WITH_TIES.block(700, 3, 5);
    KMeansKernel kernel = kernel(block, 6);
    var kept = new KeptAssignments(Long.MAX_VALUE);
    var random = new Random(12);
    // In the middle of two points of the lattice, so that an ulp decides.
    double[] centers = random.ints(18, 0, 8).mapToDouble(each -> each / 2.0).toArray();

    for (int round = 1; round < 300; round++) {
      centers =
          round % 50 == 0
              ? random.ints(18, 0, 8).mapToDouble(each -> each / 2.0).toArray()
              : centers.clone();
      int moved = random.nextInt(18);
      centers[moved] =
          random.nextBoolean() ? Math.nextUp(centers[moved]) : Math.nextDown(centers[moved]);
      KMeansState state = inRound(round, centers);

      assertThat(kernel.assigned(block, state, kept)).isEqualTo(kernel.map(block, state, LOOPS));
    }
  }

  @Test
  void aCenterThatComesStraightToTheSameDistanceIsNotMissedByRounding() {
    var origin = new ColumnBlock(new double[3][1], 1);
    var bounds = new ColumnBlock(new double[][] {{-2, 2}, {-2, 2}, {-2, 2}}, 2);
    KMeansKernel kernel = kernel(bounds, 2);
    var random = new Random(6);

    for (int i = 0; i < 1000; i++) {
      var far = new double[6];
      var tied = new double[6];
      for (int j = 0; j < 3; j++) {
        double value = random.nextFloat(); // with bits to spare, so that all lie on one line
        far[j] = -value * (1 + 0x1p-10);
        tied[j] = -value;
        far[3 + j] = value;
        tied[3 + j] = value;
      }
      var kept = new KeptAssignments(Long.MAX_VALUE);

      assertThat(kernel.assigned(origin, inRound(1, far), kept)[1]).isEqualTo(1);
      assertThat(kernel.assigned(origin, inRound(2, tied), kept)[0]).isEqualTo(1);
    }
  }

  @Test
  void mostRowsAreComparedWithTheirOwnCenterOnly() {
    ColumnBlock block = Points.IN_CLUSTERS.block(2000, 3, 1);
    var counting = new Counting();
    double[] centers = start(block, 4, 3).centers();
    KMeansKernel kernel = kernel(block, 4);
    var assignment = new Assignment(block, centers, kernel.sums(), counting);
    assertThat(counting.rows).isEqualTo(2000);

    assignment.follow(block, Arrays.stream(centers).map(value -> value + 1e-3).toArray());

    assertThat(counting.rows).isLessThan(2100);
  }

  @Test
  void aRoundThatIsRunAgainGivesTheSame() {
    ColumnBlock block = Points.AT_RANDOM.block(1000, 4, 2);
    KMeansKernel kernel = kernel(block, 8);
    var kept = new KeptAssignments(Long.MAX_VALUE);
    KMeansState first = start(block, 8, 4);
    KMeansState second = next(kernel, kernel.map(block, first, LOOPS), block, first);
    long[] ofFirst = kernel.map(block, first, LOOPS);
    long[] ofSecond = kernel.map(block, second, LOOPS);

    // Again, for a task that was lost; an earlier one, as when a stage begins anew.
    for (KMeansState state : List.of(first, second, second, inRound(1, first.centers()), second)) {
      assertThat(kernel.assigned(block, state, kept))
          .isEqualTo(state.centers() == first.centers() ? ofFirst : ofSecond);
    }
  }

  @Test
  @Timeout(1800)
  void attemptsAtTheSameTimeGiveTheSame() throws Exception {
    ColumnBlock block = Points.AT_RANDOM.block(3000, 4, 3);
    KMeansKernel kernel = kernel(block, 8);
    var kept = new KeptAssignments(Long.MAX_VALUE);
    KMeansState state = start(block, 8, 4);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 20 && state.phase() == Phase.ASSIGN; round++) {
        long[] expected = kernel.map(block, state, LOOPS);
        KMeansState now = state;
        IntFunction<Callable<long[]>> attempt = number -> () -> kernel.assigned(block, now, kept);
        var attempts = new ArrayList<Callable<long[]>>();
        for (int i = 0; i < 8; i++) {
          attempts.add(attempt.apply(i));
        }
        for (Future<long[]> each : pool.invokeAll(attempts)) {
          assertThat(each.get()).isEqualTo(expected);
        }
        state = next(kernel, expected, block, state);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whatWasKeptForOtherSumsIsNotUsed() {
    ColumnBlock block = Points.AT_RANDOM.block(500, 2, 4);
    var kept = new KeptAssignments(Long.MAX_VALUE);
    KMeansKernel kernel = kernel(block, 3);
    KMeansKernel other =
        new KMeansKernel(kernel.settings(), new double[] {-9, -9}, new double[] {9, 1e6});
    KMeansState state = inRound(1, start(block, 3, 2).centers());
    kernel.assigned(block, state, kept);

    assertThat(other.assigned(block, state, kept)).isEqualTo(other.map(block, state, LOOPS));
  }

  @Test
  void nothingIsKeptBeyondItsShareOfTheMemory() {
    ColumnBlock one = Points.AT_RANDOM.block(400, 2, 5);
    ColumnBlock other = Points.AT_RANDOM.block(400, 2, 6);
    KMeansKernel kernel = kernel(one, 3);
    var kept = new KeptAssignments(Assignment.bytes(one, 3) + 1);

    for (int round = 0; round < 3; round++) {
      for (ColumnBlock block : List.of(one, other)) {
        KMeansState state = inRound(round, start(one, 3, 2).centers());
        assertThat(kernel.assigned(block, state, kept)).isEqualTo(kernel.map(block, state, LOOPS));
      }
      assertThat(kept.bytes()).isEqualTo(Assignment.bytes(one, 3));
    }
    assertThat(kept.take(other)).isEmpty();
    assertThat(kept.take(one)).isPresent();
    assertThat(kept.bytes()).isZero();
  }

  @Test
  @Timeout(1800)
  void whatIsKeptGoesWithItsBlock() throws InterruptedException {
    var kept = new KeptAssignments(Long.MAX_VALUE);
    for (int i = 0; i < 10; i++) {
      ColumnBlock block = Points.AT_RANDOM.block(100, 2, i);
      kernel(block, 2).assigned(block, start(block, 2, 2), kept);
    }

    while (kept.bytes() > 0) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(kept.isEmpty()).isTrue();
  }

  @Test
  void anEmptyBlockHasNoSums() {
    var block = new ColumnBlock(new double[2][0], 0);
    KMeansKernel kernel = kernel(Points.AT_RANDOM.block(9, 2, 1), 3);
    var kept = new KeptAssignments(Long.MAX_VALUE);

    for (int round = 0; round < 3; round++) {
      assertThat(kernel.assigned(block, inRound(round, new double[6]), kept)).containsOnly(0);
    }
  }

  private static KMeansKernel kernel(ColumnBlock block, int k) {
    int columns = block.columns().length;
    var least = new double[columns];
    var greatest = new double[columns];
    for (int j = 0; j < columns; j++) {
      least[j] = Arrays.stream(block.columns()[j]).min().orElse(0);
      greatest[j] = Arrays.stream(block.columns()[j]).max().orElse(0);
    }
    return new KMeansKernel(new KMeansKernel.Settings(k, 1000, -1, 1, 7), least, greatest);
  }

  /** The first points, of which some may be equal. */
  private static KMeansState start(ColumnBlock block, int k, int columns) {
    var centers = new double[k * columns];
    Arrays.setAll(centers, at -> block.columns()[at % columns][at / columns % block.rows()]);
    return KMeansState.assigning(1, centers);
  }

  private static KMeansState inRound(int round, double[] centers) {
    KMeansState start = KMeansState.assigning(1, centers);
    return new KMeansState(
        Phase.ASSIGN, 1, round, centers, start.means(), 0, false, start.best(), start.figures());
  }

  private static KMeansState next(
      KMeansKernel kernel, long[] total, ColumnBlock block, KMeansState state) {
    KMeansState next = kernel.finish(total, state);
    return next.phase() == Phase.RESEED
        ? kernel.finish(kernel.map(block, next, LOOPS), next)
        : next;
  }

  /** Counts rows that are compared with each center. */
  private static final class Counting implements NearestCenters.ForBounds {
    private int rows;

    @Override
    public void find(
        ColumnBlock block,
        int from,
        int size,
        double[] centers,
        int[] nearest,
        double[] squares,
        double[] seconds) {
      rows += size;
      LOOPS.find(block, from, size, centers, nearest, squares, seconds);
    }

    @Override
    public void squares(
        ColumnBlock block, int from, int size, double[] centers, int[] starts, double[] squares) {
      LOOPS.squares(block, from, size, centers, starts, squares);
    }
  }
}
