package dev.p3.patterns.leverage;

import dev.p3.fault.JobFailedException;
import dev.p3.patterns.leverage.Fit.Coefficient;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Solves a regression from the triangular factor R of [terms, outcome]. The terms' columns are
 * brought to length 1 first, so that units do not matter.
 */
final class LeastSquares {
  /** Below this share of its length, what other terms leave of a column is rounding. */
  private static final double NOTHING_LEFT = 1e-12;

  /** Below this share of the outcome's deviation, nobody asks what rounding does to a fit. */
  private static final double WORTH_A_WORD = 1e-9;

  /** A condition number above which fewer than nine digits of sixteen are left. */
  private static final double ILL_CONDITIONED = 1e7;

  private final List<String> names;
  private final boolean hasIntercept;
  private final QrAccumulator.Packed regression;
  private final int terms;
  private final double[] lengths;
  private final BigDecimal[] pivots;

  private LeastSquares(
      List<String> names,
      boolean hasIntercept,
      QrAccumulator.Packed regression,
      BigDecimal... pivots) {
    this.names = names;
    this.hasIntercept = hasIntercept;
    this.regression = regression;
    this.terms = names.size();
    this.pivots = pivots;
    this.lengths = IntStream.range(0, terms).mapToDouble(this::length).toArray();
  }

  /**
   * @param names of the terms, the intercept first if there is one
   * @param pivots what was taken away from the values of each term and the outcome
   * @throws JobFailedException when there are fewer rows than terms, a term overflows, or a term is
   *     a linear combination of others
   */
  static Fit fit(
      List<String> names,
      boolean hasIntercept,
      QrAccumulator.Packed regression,
      BigDecimal... pivots) {
    var squares = new LeastSquares(names, hasIntercept, regression, pivots);
    squares.requireRows();
    squares.requireFinite();
    squares.requireIndependent();
    return squares.fit();
  }

  private Fit fit() {
    RealMatrix triangle = scaledTriangle(terms);
    double[] estimates = solve(triangle, column(terms, terms));
    long free = regression.rows() - terms;
    double residual = squares(terms, terms + 1);
    double explained = squares(hasIntercept ? 1 : 0, terms);
    double total = explained + residual;
    Double residualSd = free == 0 ? null : (Double) Math.sqrt(residual / free);
    double[] spreads = spreads(triangle);
    double condition = new SingularValueDecomposition(triangle).getConditionNumber();
    List<String> warnings = warnings(condition);
    double rounding = 0;
    for (int i = 0; i < terms; i++) {
      estimates[i] /= lengths[i];
      spreads[i] /= lengths[i];
    }
    if (Arrays.stream(pivots).anyMatch(pivot -> pivot.signum() != 0)) {
      double known = Pivots.rounding(estimates, condition, pivots);
      estimates[0] = Pivots.intercept(estimates, pivots);
      spreads[0] = interceptSpread(triangle);
      double seen = WORTH_A_WORD * Math.sqrt(total / regression.rows());
      if (free > 0 && known > Math.max(residualSd * spreads[0], seen)) {
        rounding = known;
        warnings.add(Pivots.roundingTold(rounding));
      }
    }
    int tested = terms - (hasIntercept ? 1 : 0);
    double rowsAroundMean = regression.rows() - (hasIntercept ? 1.0 : 0.0);
    return new Fit(
        coefficients(estimates, spreads, residualSd, rounding),
        total == 0 ? null : (Double) (explained / total),
        total == 0 || free == 0 ? null : (Double) (1 - residual / total * rowsAroundMean / free),
        residualSd,
        tested == 0 || free == 0 ? null : (Double) (explained / tested / (residual / free)),
        regression.rows(),
        regression.dropped(),
        warnings);
  }

  private List<Coefficient> coefficients(
      double[] estimates, double[] spreads, Double residualSd, double rounding) {
    var coefficients = new ArrayList<Coefficient>();
    for (int i = 0; i < terms; i++) {
      Double stdError =
          residualSd == null
              ? null
              : (Double) Math.hypot(residualSd * spreads[i], i == 0 ? rounding : 0);
      coefficients.add(
          coefficient(names.get(i), estimates[i], stdError, regression.rows() - terms));
    }
    return coefficients;
  }

  private static Coefficient coefficient(String name, double estimate, Double stdError, long free) {
    if (stdError == null) {
      return new Coefficient(name, estimate, null, null, null);
    }
    double t = estimate / stdError;
    double p =
        Double.isInfinite(t)
            ? 0
            : 2 * new TDistribution(null, free).cumulativeProbability(-Math.abs(t));
    return new Coefficient(name, estimate, stdError, t, p);
  }

  private List<String> warnings(double condition) {
    var warnings = new ArrayList<String>();
    if (condition > ILL_CONDITIONED) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the regression is ill-conditioned: its condition number is %.1e, so that about %d digits of the coefficients are good; centre the columns, or leave out terms that are nearly combinations of others",
              condition,
              Math.max(0, (int) (16 - Math.log10(condition)))));
    }
    if (regression.dropped() > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the regression leaves out %,d of %,d rows, in which a column of the formula is null, NaN or infinite",
              regression.dropped(),
              regression.dropped() + regression.rows()));
    }
    return warnings;
  }

  private void requireRows() {
    if (regression.rows() < terms) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot regress: %,d usable %s for %d coefficients (must be at least as many); %,d rows have a column of the formula that is null, NaN or infinite",
              regression.rows(),
              regression.rows() == 1 ? "row" : "rows",
              terms,
              regression.dropped()));
    }
  }

  private void requireFinite() {
    List<String> overflown =
        IntStream.range(0, terms + 1)
            .filter(i -> !Double.isFinite(length(i)))
            .mapToObj(i -> i < terms ? names.get(i) : "the outcome")
            .toList();
    if (!overflown.isEmpty()) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot regress: the squares of %s are beyond the range of DOUBLE; divide the column by a constant first",
              overflown.get(0)));
    }
  }

  private void requireIndependent() {
    for (int term = 0; term < terms; term++) {
      Optional<String> reason = dependence(term);
      if (reason.isPresent()) {
        throw new JobFailedException(
            String.format(
                Locale.ROOT,
                "Cannot regress: %s; leave one of them out of --regress",
                reason.get()));
      }
    }
  }

  /** Why a term has no coefficient of its own; empty when it has one. */
  private Optional<String> dependence(int term) {
    boolean isIntercept = pivots[term].signum() != 0 && lengths[term] == 0;
    if (lengths[term] == 0 && !isIntercept) {
      return Optional.of(String.format(Locale.ROOT, "%s is 0 in every row", names.get(term)));
    }
    if (isIntercept || Math.abs(at(term, term)) <= NOTHING_LEFT * lengths[term]) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s is a linear combination of %s, as far as DOUBLE can tell",
              names.get(term),
              isIntercept ? Formula.INTERCEPT : String.join(" and ", combined(term))));
    }
    return Optional.empty();
  }

  /** The earlier terms of which a term is made. */
  private List<String> combined(int term) {
    double[] shares = solve(scaledTriangle(term), column(term, term));
    return IntStream.range(0, term)
        .filter(i -> Math.abs(shares[i]) > 1e-6 * lengths[term])
        .mapToObj(names::get)
        .toList();
  }

  /** R of the first terms, columns brought to length 1. */
  private RealMatrix scaledTriangle(int size) {
    var triangle = new Array2DRowRealMatrix(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        triangle.setEntry(i, j, at(i, j) / lengths[j]);
      }
    }
    return triangle;
  }

  private static double[] solve(RealMatrix triangle, double[] right) {
    RealVector solution = new ArrayRealVector(right);
    MatrixUtils.solveUpperTriangularSystem(triangle, solution);
    return solution.toArray();
  }

  /** The lengths of the rows of the inverse: how a unit of noise spreads to each coefficient. */
  private static double[] spreads(RealMatrix triangle) {
    int size = triangle.getRowDimension();
    double[] squares = new double[size];
    for (int j = 0; j < size; j++) {
      double[] unit = new double[size];
      unit[j] = 1;
      double[] column = solve(triangle, unit);
      for (int i = 0; i < size; i++) {
        squares[i] += column[i] * column[i];
      }
    }
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  /** How a unit of noise spreads to the intercept less each coefficient times its pivot. */
  private double interceptSpread(RealMatrix triangle) {
    double[] shares = new double[terms];
    Arrays.setAll(shares, i -> (i == 0 ? 1 : -pivots[i].doubleValue()) / lengths[i]);
    RealVector solution = new ArrayRealVector(shares);
    MatrixUtils.solveLowerTriangularSystem(triangle.transpose(), solution);
    return solution.getNorm();
  }

  private double length(int column) {
    double length = 0;
    for (int i = 0; i <= column; i++) {
      length = Math.hypot(length, at(i, column));
    }
    return length;
  }

  /** The sum of squares of the outcome's column of R, from one row to before another. */
  private double squares(int from, int to) {
    return IntStream.range(from, to).mapToDouble(i -> at(i, terms) * at(i, terms)).sum();
  }

  private double[] column(int column, int rows) {
    return IntStream.range(0, rows).mapToDouble(i -> at(i, column)).toArray();
  }

  private double at(int row, int column) {
    return regression.factor()[row * (terms + 1) + column];
  }
}
