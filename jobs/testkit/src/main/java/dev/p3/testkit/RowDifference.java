package dev.p3.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How two bags of rows differ. Rows are found again by equality, then, where numbers may differ by
 * a tolerance, by their other columns; of what is left, rows that are alike in most columns are
 * taken for the same row, changed.
 *
 * @param missing rows that were expected and are not there
 * @param added rows that are there and were not expected
 * @param changed rows that are there with other values than expected
 */
record RowDifference(List<List<Object>> missing, List<List<Object>> added, List<Changed> changed) {
  /** Beyond so many pairs, rows are not taken for changed ones, which would take long to see. */
  private static final long MOST_PAIRS = 4_000_000;

  /** A row as it is, and as it was expected. */
  record Changed(List<Object> actual, List<Object> expected) {}

  boolean isEmpty() {
    return missing.isEmpty() && added.isEmpty() && changed.isEmpty();
  }

  /**
   * Compares rows of the same columns.
   *
   * @param tolerances by the index of a column, how far its numbers may be from those expected
   * @param keys the indexes of the columns that tell which row is which; empty when none are known
   */
  static RowDifference of(
      List<List<Object>> actual,
      List<List<Object>> expected,
      Map<Integer, Double> tolerances,
      List<Integer> keys) {
    var missing = new ArrayList<List<Object>>();
    var added = new ArrayList<List<Object>>(actual);
    var counts = new HashMap<List<Object>, Integer>();
    actual.forEach(row -> counts.merge(row, 1, Integer::sum));
    for (List<Object> row : expected) {
      Integer left = counts.get(row);
      if (left == null || left == 0) {
        missing.add(row);
      } else {
        counts.put(row, left - 1);
      }
    }
    var surplus = new HashMap<>(counts);
    added.removeIf(row -> surplus.merge(row, -1, Integer::sum) < 0);
    if (!tolerances.isEmpty()) {
      pair(missing, added, (is, wanted) -> areWithin(is, wanted, tolerances) ? 1 : 0);
    }
    List<Changed> changed =
        (long) missing.size() * added.size() > MOST_PAIRS
            ? List.of()
            : pair(missing, added, (is, wanted) -> likeness(is, wanted, keys));
    return new RowDifference(missing, added, changed);
  }

  @FunctionalInterface
  private interface Likeness {
    /** 0 for rows that are not the same one. */
    int of(List<Object> actual, List<Object> expected);
  }

  /** Takes the pairs that are most alike out of both lists. */
  private static List<Changed> pair(
      List<List<Object>> missing, List<List<Object>> added, Likeness likeness) {
    var pairs = new ArrayList<Changed>();
    for (var each = missing.iterator(); each.hasNext(); ) {
      List<Object> wanted = each.next();
      int best = 0;
      int bestAt = -1;
      for (int i = 0; i < added.size(); i++) {
        int alike = likeness.of(added.get(i), wanted);
        if (alike > best) {
          best = alike;
          bestAt = i;
        }
      }
      if (bestAt >= 0) {
        pairs.add(new Changed(added.remove(bestAt), wanted));
        each.remove();
      }
    }
    return pairs;
  }

  /** How many columns are equal, when the keys are, or most columns where there are no keys. */
  private static int likeness(List<Object> is, List<Object> wanted, List<Integer> keys) {
    int equal = 0;
    for (int i = 0; i < is.size(); i++) {
      equal += Objects.equals(is.get(i), wanted.get(i)) ? 1 : 0;
    }
    if (!keys.isEmpty()) {
      return keys.stream().allMatch(key -> Objects.equals(is.get(key), wanted.get(key)))
          ? equal
          : 0;
    }
    return 2 * equal >= is.size() ? equal : 0;
  }

  private static boolean areWithin(
      List<Object> is, List<Object> wanted, Map<Integer, Double> tolerances) {
    for (int i = 0; i < is.size(); i++) {
      Double tolerance = tolerances.get(i);
      boolean isNear =
          tolerance != null
              && is.get(i) instanceof Number left
              && wanted.get(i) instanceof Number right
              && Math.abs(left.doubleValue() - right.doubleValue()) <= tolerance;
      if (!isNear && !Objects.equals(is.get(i), wanted.get(i))) {
        return false;
      }
    }
    return true;
  }
}
