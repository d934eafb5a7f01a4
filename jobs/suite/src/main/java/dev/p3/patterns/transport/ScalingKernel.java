package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Grid;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Wire;

/**
 * Mean and standard deviation of the population of each column, in two rounds: means first, then
 * squares of the differences from them, so that nothing cancels. Sums are exact.
 */
final class ScalingKernel implements MapReduce<ColumnBlock, ScalingKernel.Known, long[]> {
  private static final long serialVersionUID = 1L;
  private static final int BINS = 3;

  private final long points;
  private final Grid[] values;
  private final Grid[] squares;

  /**
   * What is known so far.
   *
   * @param means empty before the first round
   * @param deviations empty before the second
   */
  record Known(double[] means, double[] deviations) {}

  ScalingKernel(Bounds bounds) {
    this.points = bounds.points();
    int columns = bounds.columns().size();
    this.values = new Grid[columns];
    this.squares = new Grid[columns];
    for (int j = 0; j < columns; j++) {
      double least = bounds.least()[j];
      double greatest = bounds.greatest()[j];
      values[j] = Grid.of(Math.max(Math.abs(least), Math.abs(greatest)));
      squares[j] = Grid.of(2 * (greatest - least) * (greatest - least));
    }
  }

  static Known first() {
    return new Known(new double[0], new double[0]);
  }

  @Override
  public long[] zero(Known state) {
    return new long[BINS * values.length];
  }

  @Override
  public long[] map(ColumnBlock block, Known state) {
    long[] units = zero(state);
    boolean isFirst = state.means().length == 0;
    for (int j = 0; j < values.length; j++) {
      Grid grid = isFirst ? values[j] : squares[j];
      double mean = isFirst ? 0 : state.means()[j];
      var bins = new double[BINS];
      for (int i = 0; i < block.rows(); i++) {
        double difference = block.columns()[j][i] - mean;
        double term = isFirst ? difference : difference * difference;
        double high = (term + grid.high()) - grid.high();
        double rest = term - high;
        double low = (rest + grid.low()) - grid.low();
        bins[0] += high;
        bins[1] += low;
        bins[2] += ((rest - low) + grid.lowest()) - grid.lowest();
      }
      for (int bin = 0; bin < BINS; bin++) {
        units[BINS * j + bin] = grid.units(bins[bin], bin);
      }
    }
    return units;
  }

  @Override
  public long[] combine(long[] one, long[] other, Known state) {
    for (int i = 0; i < one.length; i++) {
      one[i] += other[i];
    }
    return one;
  }

  @Override
  public Known finish(long[] total, Known state) {
    boolean isFirst = state.means().length == 0;
    var found = new double[values.length];
    for (int j = 0; j < found.length; j++) {
      Grid grid = isFirst ? values[j] : squares[j];
      int at = BINS * j;
      double mean = grid.value(total[at], total[at + 1], total[at + 2]) / points;
      found[j] = isFirst ? mean : Math.sqrt(mean);
    }
    return isFirst ? new Known(found, new double[0]) : new Known(state.means(), found);
  }

  @Override
  public boolean isDone(Known state) {
    return state.deviations().length > 0;
  }

  @Override
  public boolean addsUp(Known state) {
    return true;
  }

  @Override
  public Wire<ColumnBlock> blocks() {
    return Wire.columnBlocks();
  }

  @Override
  public Wire<Known> states() {
    return new KnownWire();
  }

  @Override
  public Wire<long[]> partials() {
    return Wire.longs();
  }

  /** The means' bits, then those of the deviations; both have the same number, or one has none. */
  private static final class KnownWire implements Wire<Known> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] write(Known value) {
      var bits = new long[1 + value.means().length + value.deviations().length];
      bits[0] = value.means().length;
      for (int i = 1; i < bits.length; i++) {
        int at = i - 1;
        int means = value.means().length;
        bits[i] =
            Double.doubleToRawLongBits(
                at < means ? value.means()[at] : value.deviations()[at - means]);
      }
      return Wire.longs().write(bits);
    }

    @Override
    public Known read(byte[] bytes) {
      long[] bits = Wire.longs().read(bytes);
      var means = new double[(int) bits[0]];
      var deviations = new double[bits.length - 1 - means.length];
      for (int i = 1; i < bits.length; i++) {
        double value = Double.longBitsToDouble(bits[i]);
        if (i <= means.length) {
          means[i - 1] = value;
        } else {
          deviations[i - 1 - means.length] = value;
        }
      }
      return new Known(means, deviations);
    }
  }
}
