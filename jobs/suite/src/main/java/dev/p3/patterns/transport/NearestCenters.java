package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;

/**
 * Finds the center nearest to each row. All implementations give the same bits: the square of the
 * distance is {@code fma(d, d, sum)} for the difference {@code d} of each column in turn, beginning
 * with 0; of centers at the same distance the first wins.
 *
 * <p>Without state, so several threads may use one at once.
 */
public interface NearestCenters {
  /** The fastest that this JVM has. */
  static ForBounds fastest() {
    return Fastest.INSTANCE;
  }

  /**
   * How many rows it is given at once: as many as stay in a processor's cache, unless it has a
   * reason to want more.
   */
  default int batch() {
    return 256;
  }

  /**
   * Finds the nearest center of rows {@code from} up to {@code from + rows}.
   *
   * @param centers one after the other, each with a value for each column of the block
   * @param nearest takes the number of the nearest center, from 0, at index 0 for the first row
   * @param squares takes the square of the distance to it; infinite when there is no center
   */
  void find(
      ColumnBlock block, int from, int rows, double[] centers, int[] nearest, double[] squares);

  /** One that gives what rounds with bounds need, see {@link Assignment}: to the same bits. */
  interface ForBounds extends NearestCenters {
    /**
     * The same as {@link #find}.
     *
     * @param seconds takes the least square of the distance to any other center, equal to that of
     *     the nearest in a tie; infinite when there is no other
     */
    void find(
        ColumnBlock block,
        int from,
        int rows,
        double[] centers,
        int[] nearest,
        double[] squares,
        double[] seconds);

    /**
     * The squares of the distances of rows {@code from} up to {@code from + rows} to one center
     * each.
     *
     * @param starts where the row's center begins in {@code centers}, at index 0 for the first row
     */
    void squares(
        ColumnBlock block, int from, int rows, double[] centers, int[] starts, double[] squares);

    @Override
    default void find(
        ColumnBlock block, int from, int rows, double[] centers, int[] nearest, double[] squares) {
      find(block, from, rows, centers, nearest, squares, new double[rows]);
    }
  }

  /** Holds what was found out once about this JVM. */
  final class Fastest {
    private static final ForBounds INSTANCE = choose();

    private Fastest() {}

    /** The vector classes are in a module that a JVM has only when it is told to. */
    private static ForBounds choose() {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
        return new LoopNearestCenters();
      }
      try {
        ForBounds vectors =
            Class.forName(NearestCenters.class.getPackageName() + ".VectorNearestCenters")
                .asSubclass(ForBounds.class)
                .getDeclaredConstructor()
                .newInstance();
        int rows = 64;
        var block = new ColumnBlock(new double[1][rows], rows);
        vectors.find(block, 0, rows, new double[5], new int[rows], new double[rows]);
        return vectors;
      } catch (ReflectiveOperationException | LinkageError e) {
        return new LoopNearestCenters(); // another JDK's module differs from the one compiled for
      }
    }
  }
}
