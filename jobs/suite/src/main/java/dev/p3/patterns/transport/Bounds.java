package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.patterns.transport.KMeansResult.Rejected;
import dev.p3.transport.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many points there are, and between which values.
 *
 * @param rows all rows, rejected ones too
 * @param points rows that are points
 * @param rejected the others, by reason
 * @param least the least value of each column; zeros without points
 * @param greatest the greatest value of each column
 */
record Bounds(
    List<String> columns,
    long rows,
    long points,
    List<Rejected> rejected,
    double[] least,
    double[] greatest) {
  /** Squares of differences, added up, have to fit a {@link Grid}. */
  private static final int MOST_EXPONENT = 400;

  /** The columns with one value only. */
  List<String> constant() {
    var constant = new ArrayList<String>();
    for (int j = 0; j < least.length; j++) {
      if (least[j] == greatest[j]) {
        constant.add(columns.get(j));
      }
    }
    return constant;
  }

  /**
   * Refuses what cannot be clustered.
   *
   * @throws JobFailedException naming every fault
   */
  void requireFit(int k, Scale scale) {
    var faults = new ArrayList<String>();
    if (points == 0) {
      faults.add(
          rows == 0
              ? "Cannot cluster: input 'points' has no rows"
              : String.format(
                  Locale.ROOT,
                  "Cannot cluster: each of the %,d rows of input 'points' has a null, NaN or"
                      + " infinite coordinate",
                  rows));
    } else if (k > points) {
      faults.add(
          String.format(
              Locale.ROOT,
              "Cannot make %,d clusters of %,d points (--k must be at most that)",
              k,
              points));
    }
    if (points > Grid.MOST_TERMS) {
      faults.add(
          String.format(
              Locale.ROOT,
              "Cannot add up %,d points exactly (must be at most %,d): cluster a sample",
              points,
              Grid.MOST_TERMS));
    }
    for (int j = 0; j < least.length && points > 0; j++) {
      addFaults(j, scale, faults);
    }
    if (!faults.isEmpty()) {
      throw new JobFailedException(String.join("\n", faults));
    }
  }

  private void addFaults(int j, Scale scale, List<String> faults) {
    double most = Math.max(Math.abs(least[j]), Math.abs(greatest[j]));
    if (Math.getExponent(most) >= MOST_EXPONENT
        || (most > 0 && Math.getExponent(most) < -MOST_EXPONENT)) {
      faults.add(
          String.format(
              Locale.ROOT,
              "Cannot take squares of column '%s': its greatest magnitude is %s (must be within"
                  + " 2^-%d to 2^%d, about 1e-120 to 1e120): use another unit",
              columns.get(j),
              most,
              MOST_EXPONENT,
              MOST_EXPONENT));
    } else if (scale == Scale.STANDARD && least[j] == greatest[j]) {
      faults.add(
          String.format(
              Locale.ROOT,
              "Cannot scale column '%s' by its standard deviation: all its values are %s; leave it"
                  + " out of --columns",
              columns.get(j),
              least[j]));
    }
  }
}
