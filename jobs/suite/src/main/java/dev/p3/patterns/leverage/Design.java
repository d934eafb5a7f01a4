package dev.p3.patterns.leverage;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * The columns of a regression. With an intercept, those of an exact type are taken as differences
 * from one value of theirs, the <em>pivot</em>, so that no digit is lost before they are doubles;
 * of all the coefficients only the intercept differs by that, and is brought back at the end.
 *
 * @param sides the terms and, last, the outcome
 */
public record Design(List<Side> sides) {
  static final Side INTERCEPT = new Side(-1, 0, new ValueType(ColumnKind.INTEGER, 0), false);

  /**
   * A term or the outcome.
   *
   * @param column its index among the numeric columns; -1 for the intercept
   * @param power to which values are raised
   * @param isCentred whether pivots are taken away
   */
  public record Side(int column, int power, ValueType type, boolean isCentred) {
    private boolean isIntercept() {
      return column < 0;
    }

    private boolean isUsable(Key key) {
      return isIntercept() || (key != null && Double.isFinite(type.number(key.high(), key.low())));
    }

    private double value(Key key, Key pivot) {
      if (isIntercept()) {
        return 1;
      }
      return isCentred ? gap(pivot, key) : Math.pow(type.number(key.high(), key.low()), power);
    }

    private double gap(Key from, Key to) {
      return type.fromUnits(type.gap(from, to));
    }
  }

  /** Terms and outcome. */
  int width() {
    return sides.size();
  }

  /** The keys of a row of a block, for each side; null for null and for the intercept. */
  Key[] keys(NumericBlock block, int row) {
    Key[] keys = new Key[width()];
    for (int i = 0; i < keys.length; i++) {
      int column = sides.get(i).column;
      if (column >= 0 && block.isPresent(column, row)) {
        keys[i] = new Key(block.key(column, row), block.low(column, row));
      }
    }
    return keys;
  }

  /** Whether a row can be used: no value is missing or not finite. */
  boolean isUsable(Key... keys) {
    for (int i = 0; i < keys.length; i++) {
      if (!sides.get(i).isUsable(keys[i])) {
        return false;
      }
    }
    return true;
  }

  /** The values of the terms and the outcome in a row that can be used. */
  double[] values(Key[] keys, Key[] pivots) {
    double[] values = new double[width()];
    Arrays.setAll(values, i -> sides.get(i).value(keys[i], pivots[i]));
    return values;
  }

  /** For each side how far one pivot is above another; 0 where none is taken away. */
  double[] gaps(Key[] from, Key[] to) {
    double[] gaps = new double[width()];
    Arrays.setAll(gaps, i -> sides.get(i).isCentred ? sides.get(i).gap(from[i], to[i]) : 0);
    return gaps;
  }

  /** For each side what was taken away. */
  BigDecimal[] taken(Key... pivots) {
    BigDecimal[] taken = new BigDecimal[width()];
    Arrays.setAll(
        taken,
        i ->
            sides.get(i).isCentred && pivots.length > 0
                ? sides.get(i).type.decimal(pivots[i].high(), pivots[i].low())
                : BigDecimal.ZERO);
    return taken;
  }
}
