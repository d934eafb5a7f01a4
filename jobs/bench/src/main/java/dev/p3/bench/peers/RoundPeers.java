package dev.p3.bench.peers;

import dev.p3.bench.BenchSpark;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Parts;
import dev.p3.transport.Transport;
import dev.p3.transport.Transports;
import dev.p3.transport.Wire;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What a round costs on every transport that runs here when there is nothing to compute: state and
 * partials are as long as those of k-means with 16 clusters of 8 columns, and a block is mapped to
 * its partial without a look at it. Beside them, first, a round of Spark alone: a job over as many
 * cached partitions that gives an empty array for each.
 *
 * <p>A run has 3,000 rounds, those of Spark 300; the last third counts, when the compilers have
 * done their work. A figure is the median of that third.
 */
public final class RoundPeers {
  private static final int CORES = 2;
  private static final int ROUNDS = 3_000;
  private static final int ROUNDS_OF_SPARK = 300;
  private static final double NANOS = 1e6; // in a millisecond

  private RoundPeers() {}

  /**
   * Measures.
   *
   * @param args how many turns (3)
   */
  public static void main(String[] args) {
    int turns = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    var wall = new Figures("ms a round");
    SparkSession spark = BenchSpark.open(CORES);
    try {
      Parts<ColumnBlock> parts =
          Parts.of(Collections.nCopies(CORES, List.of(new ColumnBlock(new double[1][1], 1))));
      for (int turn = 0; turn < turns; turn++) {
        wall.add("a job of Spark alone", sparkAlone(spark));
        for (Transport transport : Transports.all()) {
          Optional<String> whyNot = transport.whyNot(parts);
          if (whyNot.isPresent()) {
            System.err.println(transport.name() + ": " + whyNot.get());
          } else if (!transport.name().equals("opencl")) { // it maps nothing but k-means
            int rounds = transport.name().equals("spark") ? ROUNDS_OF_SPARK : ROUNDS;
            double[] ended =
                transport.run(new Nothing(rounds), parts, Numbers.first()).figures().stream()
                    .mapToDouble(figures -> figures[0])
                    .toArray();
            wall.add("`" + transport.name() + "`", median(ended));
          }
        }
      }
    } finally {
      spark.stop();
    }
    wall.print();
  }

  private static double sparkAlone(SparkSession spark) {
    var cached =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(IntStream.range(0, CORES).boxed().toList(), CORES)
            .cache();
    double[] ended = new double[ROUNDS_OF_SPARK];
    for (int i = 0; i < ended.length; i++) {
      cached.mapPartitions(each -> Stream.of(new byte[0]).iterator()).collect();
      ended[i] = System.nanoTime();
    }
    cached.unpersist();
    return median(ended);
  }

  /** Of the milliseconds between moments, those of the last third. */
  private static double median(double[] moments) {
    double[] taken =
        IntStream.range(moments.length * 2 / 3, moments.length)
            .mapToDouble(i -> (moments[i] - moments[i - 1]) / NANOS)
            .sorted()
            .toArray();
    return taken[taken.length / 2];
  }

  /** A state of k-means' length. */
  record Numbers(int round, long[] numbers) {
    private static final int CENTERS = 16 * 8;

    static Numbers first() {
      return new Numbers(0, new long[CENTERS]);
    }
  }

  /** Rounds of nothing. */
  private static final class Nothing implements MapReduce<ColumnBlock, Numbers, long[]> {
    private static final long serialVersionUID = 1L;

    /** Of each cluster two sums for each column and how many points, as k-means sends. */
    private static final int SUMS = 16 * (2 * 8 + 1);

    private final int rounds;

    Nothing(int rounds) {
      this.rounds = rounds;
    }

    @Override
    public long[] zero(Numbers state) {
      return new long[SUMS];
    }

    @Override
    public long[] map(ColumnBlock block, Numbers state) {
      long[] one = new long[SUMS];
      Arrays.fill(one, 1);
      return one;
    }

    @Override
    public long[] combine(long[] one, long[] other, Numbers state) {
      Arrays.setAll(one, i -> one[i] + other[i]);
      return one;
    }

    @Override
    public Numbers finish(long[] total, Numbers state) {
      if (total[0] != CORES) {
        throw new IllegalStateException("Lost a partial: " + total[0]);
      }
      return new Numbers(state.round() + 1, state.numbers());
    }

    @Override
    public boolean isDone(Numbers state) {
      return state.round() == rounds;
    }

    /** When the driver knew of the round. */
    @Override
    public double[] figures(Numbers state) {
      return new double[] {System.nanoTime()};
    }

    @Override
    public boolean addsUp(Numbers state) {
      return true;
    }

    @Override
    public Wire<ColumnBlock> blocks() {
      return Wire.columnBlocks();
    }

    @Override
    public Wire<Numbers> states() {
      return new NumbersWire();
    }

    @Override
    public Wire<long[]> partials() {
      return Wire.longs();
    }
  }

  private static final class NumbersWire implements Wire<Numbers> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] write(Numbers value) {
      long[] all = Arrays.copyOf(value.numbers(), value.numbers().length + 1);
      all[value.numbers().length] = value.round();
      return Wire.longs().write(all);
    }

    @Override
    public Numbers read(byte[] bytes) {
      long[] all = Wire.longs().read(bytes);
      int last = all.length - 1;
      return new Numbers((int) all[last], Arrays.copyOf(all, last));
    }
  }
}
