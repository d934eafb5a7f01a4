package dev.p3.transport;

import java.io.File;

/** Sums whose process dies in the third round, once. */
final class DyingOnce implements MapReduce<ColumnBlock, ColumnSums.Scaled, long[]> {
  private static final long serialVersionUID = 1L;
  private static final int ROUND = 2;

  private final ColumnSums sums;
  private final File died;

  /**
   * @param died a folder that is not there, and that the process which dies makes
   */
  DyingOnce(ColumnSums sums, File died) {
    this.sums = sums;
    this.died = died;
  }

  @Override
  public long[] zero(ColumnSums.Scaled state) {
    return sums.zero(state);
  }

  @Override
  public long[] map(ColumnBlock block, ColumnSums.Scaled state) {
    if (state.rounds() == ROUND && died.mkdir()) {
      Runtime.getRuntime().halt(137);
    }
    return sums.map(block, state);
  }

  @Override
  public long[] combine(long[] one, long[] other, ColumnSums.Scaled state) {
    return sums.combine(one, other, state);
  }

  @Override
  public ColumnSums.Scaled finish(long[] total, ColumnSums.Scaled state) {
    return sums.finish(total, state);
  }

  @Override
  public boolean isDone(ColumnSums.Scaled state) {
    return sums.isDone(state);
  }

  @Override
  public double[] figures(ColumnSums.Scaled state) {
    return sums.figures(state);
  }

  @Override
  public Wire<ColumnBlock> blocks() {
    return sums.blocks();
  }

  @Override
  public Wire<ColumnSums.Scaled> states() {
    return sums.states();
  }

  @Override
  public Wire<long[]> partials() {
    return sums.partials();
  }
}
