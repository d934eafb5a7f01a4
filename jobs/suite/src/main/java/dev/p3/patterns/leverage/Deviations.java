package dev.p3.patterns.leverage;

/**
 * Numbers of a block of rows, less their mean.
 *
 * @param count how many of the array
 * @param mean of the numbers before it was taken away
 * @param values the deviations
 * @param second the sum of their squares
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read for every row
record Deviations(int count, CompensatedMean mean, double[] values, double second) {

  /**
   * @param numbers of which the first are taken
   * @param room for the deviations; may be the array of the numbers
   */
  static Deviations of(double[] numbers, int count, double[] room) {
    return of(numbers, count, CompensatedMean.of(numbers, count), room);
  }

  static Deviations of(double[] numbers, int count, CompensatedMean mean, double[] room) {
    double second = 0;
    for (int i = 0; i < count; i++) {
      double deviation = mean.deviation(numbers[i]);
      room[i] = deviation;
      second += deviation * deviation;
    }
    return new Deviations(count, mean, room, second);
  }

  /** The same with the mean of exact numbers, of which the array held the differences. */
  Deviations with(CompensatedMean exact) {
    return new Deviations(count, exact, values, second);
  }

  /** The sum of products with the deviations of as many other numbers. */
  double product(Deviations other) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i + 1 < count; i += 2) {
      even += values[i] * other.values[i];
      odd += values[i + 1] * other.values[i + 1];
    }
    return i < count ? even + odd + values[i] * other.values[i] : even + odd;
  }
}
