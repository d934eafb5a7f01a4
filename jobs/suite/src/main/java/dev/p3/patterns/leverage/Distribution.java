package dev.p3.patterns.leverage;

import java.util.Arrays;
import org.apache.datasketches.hll.Union;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;

/**
 * The values of one column: each with its count, and so exact, until there are too many different
 * ones; from then on two sketches of Apache DataSketches, one for the quantiles and one for the
 * number of distinct values. Not thread-safe.
 */
final class Distribution {
  private static final int QUANTILE_K = 4096;
  private static final int DISTINCT_LOG_K = 14;

  /** Rank error of a quantile at 99 % confidence, as a share of the rows: 0.07 %. */
  static final double RANK_ERROR = KllDoublesSketch.getNormalizedRankError(QUANTILE_K, false);

  /** Error of a count of distinct values at 95 % confidence: twice 1.04 / √2¹⁴. */
  static final double DISTINCT_ERROR = 2 * 1.04 / (1 << 7);

  private final ColumnKind kind;

  /** Null once there are sketches. */
  private Counts counts = new Counts();

  private Union distinct;
  private KllDoublesSketch quantiles;

  Distribution(ColumnKind kind) {
    this.kind = kind;
  }

  /**
   * A distribution as it travels.
   *
   * @param counts null when there are sketches
   * @param distinct null when there are none
   * @param quantiles null when there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxes cost
  public record Packed(Counts.Table counts, byte[] distinct, byte[] quantiles) {}

  /** The number of different values that are held; 0 once there are sketches. */
  int held() {
    return counts == null ? 0 : counts.size();
  }

  boolean isExact() {
    return counts != null;
  }

  void add(long key) {
    if (counts != null) {
      counts.add(key, 0, 1);
    } else {
      addToSketches(key, 1);
    }
  }

  /** Adds another distribution; holds no more than so many different values. */
  void add(Packed other, int most) {
    if (other.counts() == null) {
      sketch();
      distinct.update(Union.heapify(other.distinct()).getResult());
      if (other.quantiles() != null) {
        quantiles.merge(KllDoublesSketch.heapify(Memory.wrap(other.quantiles())));
      }
    } else if (counts != null) {
      counts.addAll(other.counts());
      if (counts.size() > most) {
        sketch();
      }
    } else {
      addToSketches(other.counts());
    }
  }

  /** Goes over to sketches. */
  void sketch() {
    if (counts == null) {
      return;
    }
    Counts.Table exact = counts.table();
    counts = null;
    distinct = new Union(DISTINCT_LOG_K);
    quantiles = KllDoublesSketch.newHeapInstance(QUANTILE_K);
    addToSketches(exact);
  }

  Packed packed() {
    return counts != null
        ? new Packed(counts.single(), null, null)
        : new Packed(null, distinct.toCompactByteArray(), quantiles.toByteArray());
  }

  long distinct() {
    return counts != null ? counts.size() : Math.round(distinct.getEstimate());
  }

  /**
   * Quantiles of an ordered kind as texts; null where there are no values. Exact ones of numbers
   * interpolate between neighbours (percentile_cont, type 7 of Hyndman and Fan); those of dates,
   * times and booleans, and those of sketches, are values that occur.
   */
  String[] quantiles(double... shares) {
    if (counts != null) {
      return SortedValues.of(kind, counts.table()).quantiles(shares);
    }
    return quantiles.isEmpty()
        ? new String[shares.length]
        : Arrays.stream(quantiles.getQuantiles(shares))
            .mapToObj(number -> kind.text(kind.keyOf(number)))
            .toArray(String[]::new);
  }

  /** Bounds that cut the values into bins of about equally many rows; ascending, none twice. */
  double[] bounds(int bins) {
    double[] shares = new double[bins - 1];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (i + 1.0) / bins;
    }
    double[] bounds;
    if (counts != null) {
      bounds = SortedValues.of(kind, counts.table()).values(shares);
    } else {
      bounds = quantiles.isEmpty() ? new double[0] : quantiles.getQuantiles(shares);
    }
    return Arrays.stream(bounds).distinct().toArray();
  }

  private void addToSketches(Counts.Table table) {
    for (int i = 0; i < table.size(); i++) {
      addToSketches(table.left()[i], table.count()[i]);
    }
  }

  private void addToSketches(long key, long times) {
    distinct.update(key);
    if (kind.isOrdered()) {
      double number = kind.number(key);
      for (long i = 0; i < times; i++) {
        quantiles.update(number);
      }
    }
  }
}
