package dev.p3.patterns.leverage;

import dev.p3.fault.JobFailedException;
import dev.p3.patterns.leverage.Fit.Coefficient;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The twin's least squares, as a textbook has it: inverts X'X by Gauss and Jordan. That squares the
 * condition number, and so loses twice the digits that {@link LeastSquares} does.
 */
final class NormalEquations {
  private final int terms;
  private final double[][] inverse;
  private final double[][] products;
  private final long rows;
  private final BigDecimal[] pivots;

  /**
   * @param values of the terms and the outcome, for each row
   * @param pivots what was taken away from them
   * @throws JobFailedException when the equations have no unique solution
   */
  NormalEquations(List<double[]> values, BigDecimal... pivots) {
    terms = pivots.length - 1;
    this.pivots = pivots;
    rows = values.size();
    products = new double[terms + 1][terms + 1];
    for (double[] row : values) {
      for (int i = 0; i <= terms; i++) {
        for (int j = 0; j <= terms; j++) {
          products[i][j] += row[i] * row[j];
        }
      }
    }
    inverse = inverse();
  }

  /**
   * @param names of the terms
   * @param dropped rows that were left out
   */
  Fit fit(List<String> names, boolean hasIntercept, long dropped) {
    double[] estimates = new double[terms];
    double residual = products[terms][terms];
    for (int i = 0; i < terms; i++) {
      for (int j = 0; j < terms; j++) {
        estimates[i] += inverse[i][j] * products[j][terms];
      }
    }
    for (int i = 0; i < terms; i++) {
      residual -= estimates[i] * products[i][terms];
    }
    double outcomeSum = hasIntercept ? products[0][terms] : 0;
    double total = products[terms][terms] - outcomeSum * outcomeSum / rows;
    double free = rows - terms;
    double variance = residual / free;
    var coefficients = new ArrayList<Coefficient>();
    if (hasIntercept) {
      estimates[0] = Pivots.intercept(estimates, pivots);
    }
    for (int i = 0; i < terms; i++) {
      double stdError = Math.sqrt(variance * spread(i));
      double t = estimates[i] / stdError;
      double p = 2 * new TDistribution(null, free).cumulativeProbability(-Math.abs(t));
      coefficients.add(new Coefficient(names.get(i), estimates[i], stdError, t, p));
    }
    int tested = terms - (hasIntercept ? 1 : 0);
    return new Fit(
        coefficients,
        1 - residual / total,
        1 - variance / (total / (rows - (hasIntercept ? 1.0 : 0.0))),
        Math.sqrt(variance),
        (total - residual) / tested / variance,
        rows,
        dropped,
        List.of());
  }

  /** Of the intercept, which has each coefficient times its pivot in it, with theirs. */
  private double spread(int term) {
    double spread = 0;
    for (int i = 0; i < terms; i++) {
      for (int j = 0; j < terms; j++) {
        spread += share(term, i) * share(term, j) * inverse[i][j];
      }
    }
    return spread;
  }

  private double share(int term, int of) {
    return term == of ? 1 : term == 0 ? -pivots[of].doubleValue() : 0;
  }

  private double[][] inverse() {
    double[][] left = new double[terms][];
    double[][] right = new double[terms][terms];
    for (int i = 0; i < terms; i++) {
      left[i] = products[i].clone();
      right[i][i] = 1;
    }
    for (int pivot = 0; pivot < terms; pivot++) {
      double divisor = left[pivot][pivot];
      if (rows <= terms || divisor == 0) {
        throw new JobFailedException(
            "Cannot regress by hand: X'X has no inverse; run without --variant by-hand to learn why");
      }
      scale(left[pivot], right[pivot], 1 / divisor);
      for (int i = 0; i < terms; i++) {
        if (i != pivot) {
          double share = left[i][pivot];
          subtract(left[i], left[pivot], share);
          subtract(right[i], right[pivot], share);
        }
      }
    }
    return right;
  }

  private static void scale(double[] left, double[] right, double factor) {
    for (int i = 0; i < left.length; i++) {
      left[i] *= factor;
    }
    for (int i = 0; i < right.length; i++) {
      right[i] *= factor;
    }
  }

  private static void subtract(double[] from, double[] row, double share) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= share * row[i];
    }
  }
}
