package dev.p3.patterns.leverage;

import dev.p3.fault.Faults;
import dev.p3.patterns.leverage.SummaryPlan.Pair;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;

/** Finds the columns to correlate, since time grows with the square of their number. */
final class Correlated {
  /** What stands for all numeric columns. */
  static final String ALL = "*";

  /** So many numeric columns are correlated without being asked. */
  static final int MOST_UNASKED = 300;

  /** So many are when asked: half a million pairs, whose figures fit a driver of 1 GB. */
  static final int MOST = 1_000;

  /** Pairs of one pass over the table: about 20 MB in each task. */
  static final int PAIRS_IN_PASS = 50_000;

  /**
   * So many pairs are ranked when they have too many values to be counted: those of a hundred
   * columns, in 40 passes.
   */
  static final int MOST_RANKED = 5_000;

  private Correlated() {}

  /**
   * The pairs to correlate.
   *
   * @param wanted columns by name, or {@link #ALL}; when empty, all numeric ones if they are not
   *     too many, else none
   * @param faults gets every column that is not there or not numeric, and too many columns
   */
  static List<Pair> pairs(List<String> wanted, Dataset<?> table, SummaryPlan plan, Faults faults) {
    int numeric = plan.numeric().length;
    if (wanted.isEmpty()) {
      return numeric > MOST_UNASKED ? List.of() : pairs(IntStream.range(0, numeric).toArray());
    }
    int[] indexes =
        wanted.stream()
            .flatMapToInt(
                name ->
                    name.equals(ALL)
                        ? IntStream.range(0, numeric)
                        : Regressions.index(name, "correlate", table, plan, faults).stream()
                            .mapToInt(Integer::intValue))
            .sorted()
            .distinct()
            .toArray();
    if (indexes.length > MOST) {
      faults.add(
          "Cannot correlate %,d columns: they have %,d pairs (must be at most %,d columns, with %,d pairs); name fewer with --correlate",
          indexes.length, pairCount(indexes.length), MOST, pairCount(MOST));
      return List.of();
    }
    return pairs(indexes);
  }

  /** The pairs in the portions of single passes; at least one portion. */
  static List<List<Pair>> passes(List<Pair> pairs) {
    return pairs.isEmpty()
        ? List.of(pairs)
        : IntStream.iterate(0, from -> from < pairs.size(), from -> from + PAIRS_IN_PASS)
            .mapToObj(from -> pairs.subList(from, Math.min(pairs.size(), from + PAIRS_IN_PASS)))
            .map(List::copyOf)
            .toList();
  }

  static long pairCount(long columns) {
    return columns * (columns - 1) / 2;
  }

  /** Every pair once, the earlier column left. */
  private static List<Pair> pairs(int... indexes) {
    return IntStream.range(0, indexes.length)
        .boxed()
        .flatMap(
            left ->
                IntStream.range(left + 1, indexes.length)
                    .mapToObj(right -> new Pair(indexes[left], indexes[right])))
        .toList();
  }
}
