package dev.p3.patterns.leverage;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.datasketches.hll.Union;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;

/**
 * The values of one column: each with its count, and so exact, until there are too many different
 * ones; from then on two sketches, one for the quantiles and one for the number of distinct values.
 * They are of Apache DataSketches, but for quantiles of keys that a double cannot hold. Not
 * thread-safe.
 */
final class Distribution {
  private static final int QUANTILE_K = 4096;
  private static final int LEAST_QUANTILE_K = 256;

  /** So many columns have sketches of full size; those of more share their room. */
  private static final int MOST_FULL_SIZE = 256;

  private static final int DISTINCT_LOG_K = 14;

  /** A kilobyte for each of maybe thousands of columns. */
  private static final int PENDING = 128;

  /** Rank error of a quantile at 99 % confidence, as a share of the rows: 0.07 %. */
  static final double RANK_ERROR = rankError(1);

  /** Error of a count of distinct values at 95 % confidence: twice 1.04 / √2¹⁴. */
  static final double DISTINCT_ERROR = 2 * 1.04 / (1 << 7);

  private final ValueType type;
  private final int quantileK;

  /** Null once there are sketches. */
  private Counts counts;

  /** Keys of one long that are not among the counts yet: these wait for memory, best together. */
  private final long[] pending;

  private int pendings;

  private Union distinct;

  /** Of keys that a double holds. */
  private KllDoublesSketch quantiles;

  /** Of other keys. */
  private KeySketch keys;

  /**
   * @param columns of the table, which share the room for sketches
   */
  Distribution(ValueType type, int columns) {
    this.type = type;
    this.quantileK = quantileK(columns);
    this.counts = Counts.ofKeys(type.isWide());
    this.pending = new long[type.isWide() ? 0 : PENDING];
  }

  /** Rank error of a quantile at 99 % confidence, in a table of so many columns. */
  static double rankError(int columns) {
    return KllDoublesSketch.getNormalizedRankError(quantileK(columns), false);
  }

  private static int quantileK(int columns) {
    int size = QUANTILE_K;
    while (size > LEAST_QUANTILE_K && (long) size * columns > QUANTILE_K * MOST_FULL_SIZE) {
      size /= 2;
    }
    return size;
  }

  /**
   * A distribution as it travels.
   *
   * @param counts null when there are sketches
   * @param distinct null when there are none
   * @param quantiles null unless keys are held by doubles
   * @param keys null when they are
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
  public record Packed(
      Counts.Table counts, byte[] distinct, byte[] quantiles, KeySketch.Packed keys) {}

  /** The number of different values that are held; 0 once there are sketches. */
  int held() {
    addPending();
    return counts == null ? 0 : counts.size();
  }

  boolean isExact() {
    return counts != null;
  }

  /**
   * Adds a value.
   *
   * @param low the lower half of a key of 128 bits, else 0
   */
  void add(long key, long low) {
    if (counts == null) {
      addToSketches(key, low, 1);
    } else if (type.isWide()) {
      counts.add(key, low, 1);
    } else {
      pending[pendings++] = key;
      if (pendings == PENDING) {
        addPending();
      }
    }
  }

  /** As {@link #add(long, long)}, so many times. */
  void add(long key, long low, long times) {
    if (counts == null) {
      addToSketches(key, low, times);
    } else {
      counts.add(key, low, times);
    }
  }

  /** Adds each of some keys of one long. */
  void addEach(long[] keys, int number) {
    if (counts != null) {
      counts.addEach(keys, number);
      return;
    }
    for (int i = 0; i < number; i++) {
      addToSketches(keys[i], 0, 1);
    }
  }

  private void addPending() {
    if (pendings > 0) {
      counts.addEach(pending, pendings);
      pendings = 0;
    }
  }

  /** Adds another distribution; holds no more than so many different values. */
  void add(Packed other, int most) {
    addPending();
    if (other.counts() == null) {
      sketch();
      distinct.update(Union.heapify(other.distinct()).getResult());
      if (type.hasLongKeys()) {
        keys.add(other.keys());
      } else {
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
    addPending();
    Counts.Table exact = counts.table();
    counts = null;
    distinct = new Union(DISTINCT_LOG_K);
    if (type.hasLongKeys()) {
      keys = new KeySketch(quantileK, type.isWide());
    } else {
      quantiles = KllDoublesSketch.newHeapInstance(quantileK);
    }
    addToSketches(exact);
  }

  Packed packed() {
    addPending();
    if (counts != null) {
      return new Packed(counts.table(), null, null, null);
    }
    byte[] cardinality = distinct.toCompactByteArray();
    return type.hasLongKeys()
        ? new Packed(null, cardinality, null, keys.packed())
        : new Packed(null, cardinality, quantiles.toByteArray(), null);
  }

  long distinct() {
    addPending();
    return counts != null ? counts.size() : Math.round(distinct.getEstimate());
  }

  /**
   * Quantiles of an ordered kind as texts; null where there are no values. Exact ones of numbers
   * interpolate between neighbours (percentile_cont, type 7 of Hyndman and Fan); those of dates,
   * times and booleans, and those of sketches, are values that occur.
   */
  String[] quantiles(double... shares) {
    addPending();
    if (counts != null) {
      return sorted().quantiles(shares);
    }
    if (type.hasLongKeys()) {
      return sorted().texts(shares);
    }
    return Arrays.stream(quantiles.getQuantiles(shares))
        .mapToObj(number -> type.kind().text(type.kind().keyOf(number)))
        .toArray(String[]::new);
  }

  /** Keys that cut the values into bins of about equally many rows. */
  Bounds bounds(int bins) {
    addPending();
    double[] shares = new double[bins - 1];
    Arrays.setAll(shares, i -> (i + 1.0) / bins);
    Stream<Key> bounds =
        counts != null || type.hasLongKeys()
            ? Arrays.stream(sorted().keys(shares))
            : Arrays.stream(quantiles.getQuantiles(shares))
                .mapToObj(number -> new Key(type.kind().keyOf(number), 0));
    return Bounds.of(bounds.toList(), type.isWide());
  }

  /** The values, or of the sketch of keys those that are left. */
  private SortedValues sorted() {
    return SortedValues.of(type, counts != null ? counts.table() : keys.counts());
  }

  private void addToSketches(Counts.Table table) {
    for (int i = 0; i < table.size(); i++) {
      addToSketches(table.left()[i], type.isWide() ? table.right()[i] : 0, table.count()[i]);
    }
  }

  private void addToSketches(long key, long low, long times) {
    if (type.isWide()) {
      distinct.update(new long[] {key, low});
    } else {
      distinct.update(key);
    }
    if (type.hasLongKeys()) {
      keys.add(key, low, times);
    } else if (type.kind().isOrdered()) {
      double number = type.kind().number(key);
      for (long i = 0; i < times; i++) {
        quantiles.update(number);
      }
    }
  }
}
