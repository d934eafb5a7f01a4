package dev.p3.transport;

/**
 * Rounds whose state depends on every bit of the last: sums of columns, each value times a number
 * of the state, on grids.
 */
final class ColumnSums implements MapReduce<ColumnBlock, ColumnSums.Scaled, long[]> {
  private static final long serialVersionUID = 1L;

  /** By how much values are divided, and the sums of the last round. */
  record Scaled(int rounds, double divisor, double[] sums) {}

  private final int columns;
  private final int rounds;
  private final Grid grid;

  ColumnSums(int columns, int rounds, double bound) {
    this.columns = columns;
    this.rounds = rounds;
    this.grid = Grid.of(bound);
  }

  static Scaled first() {
    return new Scaled(0, 1, new double[0]);
  }

  @Override
  public long[] zero(Scaled state) {
    return new long[2 * columns];
  }

  @Override
  public long[] map(ColumnBlock block, Scaled state) {
    long[] partial = zero(state);
    for (int j = 0; j < columns; j++) {
      double highs = 0;
      double lows = 0;
      for (int i = 0; i < block.rows(); i++) {
        double value = block.columns()[j][i] / state.divisor();
        double high = (value + grid.high()) - grid.high();
        highs += high;
        lows += ((value - high) + grid.low()) - grid.low();
      }
      partial[2 * j] = grid.units(highs, 0);
      partial[2 * j + 1] = grid.units(lows, 1);
    }
    return partial;
  }

  @Override
  public long[] combine(long[] one, long[] other, Scaled state) {
    for (int i = 0; i < one.length; i++) {
      one[i] += other[i];
    }
    return one;
  }

  @Override
  public Scaled finish(long[] total, Scaled state) {
    var sums = new double[columns];
    for (int j = 0; j < columns; j++) {
      sums[j] = grid.value(total[2 * j], total[2 * j + 1]);
    }
    return new Scaled(state.rounds() + 1, 1 + Math.abs(sums[0] % 3), sums);
  }

  @Override
  public boolean isDone(Scaled state) {
    return state.rounds() == rounds;
  }

  @Override
  public double[] figures(Scaled state) {
    return state.sums();
  }

  @Override
  public boolean addsUp(Scaled state) {
    return true;
  }

  @Override
  public Wire<ColumnBlock> blocks() {
    return Wire.columnBlocks();
  }

  @Override
  public Wire<Scaled> states() {
    return new ScaledWire();
  }

  @Override
  public Wire<long[]> partials() {
    return Wire.longs();
  }

  private static final class ScaledWire implements Wire<Scaled> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] write(Scaled value) {
      var numbers = new long[2 + value.sums().length];
      numbers[0] = value.rounds();
      numbers[1] = Double.doubleToRawLongBits(value.divisor());
      for (int i = 0; i < value.sums().length; i++) {
        numbers[2 + i] = Double.doubleToRawLongBits(value.sums()[i]);
      }
      return Wire.longs().write(numbers);
    }

    @Override
    public Scaled read(byte[] bytes) {
      long[] numbers = Wire.longs().read(bytes);
      var sums = new double[numbers.length - 2];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = Double.longBitsToDouble(numbers[2 + i]);
      }
      return new Scaled((int) numbers[0], Double.longBitsToDouble(numbers[1]), sums);
    }
  }
}
