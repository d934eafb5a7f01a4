package dev.p3.patterns.leverage;

import java.math.BigInteger;
import java.util.List;

/**
 * The twin's moments of numbers with more digits than a double: the formulas of a textbook, which
 * are harmless where nothing is rounded.
 */
final class PowerSums {
  private PowerSums() {}

  /**
   * CompensatedMean, standard deviation, skewness and kurtosis.
   *
   * @param units numbers in units of the last digit, at least one
   */
  static double[] moments(List<BigInteger> units, ValueType type) {
    BigInteger n = BigInteger.valueOf(units.size());
    BigInteger sum = sum(units, 1);
    BigInteger squares = sum(units, 2);
    BigInteger cubes = sum(units, 3);
    BigInteger fourths = sum(units, 4);
    // The sums of powers of deviations, times n, n² and n³.
    BigInteger second = n.multiply(squares).subtract(sum.pow(2));
    BigInteger third =
        n.pow(2).multiply(cubes).subtract(times(3, n, sum, squares)).add(times(2, sum, sum, sum));
    BigInteger fourth =
        n.pow(3)
            .multiply(fourths)
            .subtract(times(4, n.pow(2), sum, cubes))
            .add(times(6, n, sum.pow(2), squares))
            .subtract(times(3, sum.pow(2), sum, sum));
    double count = units.size();
    double variance = second.doubleValue() / count;
    return new double[] {
      CompensatedMean.exact(sum, units.size()).number(type.scale()),
      type.fromUnits(Math.sqrt(variance / (count - 1))),
      third.doubleValue() / second.doubleValue() / Math.sqrt(second.doubleValue()),
      fourth.doubleValue() / second.doubleValue() / second.doubleValue() - 3
    };
  }

  private static BigInteger sum(List<BigInteger> numbers, int power) {
    return numbers.stream()
        .map(number -> number.pow(power))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger times(long factor, BigInteger... others) {
    BigInteger product = BigInteger.valueOf(factor);
    for (BigInteger other : others) {
      product = product.multiply(other);
    }
    return product;
  }
}
