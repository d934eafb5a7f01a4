package dev.p3.patterns.leverage;

/**
 * Means and central second moments of pairs of numbers, taken and merged as {@link Moments} are.
 *
 * @param count how many pairs
 * @param leftSecond the sum of squared deviations of the left numbers
 * @param rightSecond the sum of squared deviations of the right numbers
 * @param product the sum of products of the deviations
 */
public record CoMoments(
    long count,
    CompensatedMean leftMean,
    CompensatedMean rightMean,
    double leftSecond,
    double rightSecond,
    double product) {
  static final CoMoments NONE =
      new CoMoments(0, CompensatedMean.NONE, CompensatedMean.NONE, 0, 0, 0);

  /** Of the first numbers of two arrays. */
  static CoMoments of(double[] left, double[] right, int count) {
    if (count == 0) {
      return NONE;
    }
    return of(
        Deviations.of(left, count, new double[count]),
        Deviations.of(right, count, new double[count]));
  }

  /** Of as many left deviations as right ones. */
  static CoMoments of(Deviations left, Deviations right) {
    return new CoMoments(
        left.count(),
        left.mean(),
        right.mean(),
        left.second(),
        right.second(),
        left.product(right));
  }

  CoMoments merge(CoMoments other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    double n = (double) count + other.count;
    double share = other.count / n;
    double leftDelta = leftMean.to(other.leftMean);
    double rightDelta = rightMean.to(other.rightMean);
    double weight = count * share;
    return new CoMoments(
        count + other.count,
        leftMean.merge(other.leftMean, share),
        rightMean.merge(other.rightMean, share),
        leftSecond + other.leftSecond + leftDelta * leftDelta * weight,
        rightSecond + other.rightSecond + rightDelta * rightDelta * weight,
        product + other.product + leftDelta * rightDelta * weight);
  }

  /** Pearson's correlation; null when one side is constant. */
  Double correlation() {
    if (leftSecond == 0 || rightSecond == 0) {
      return null;
    }
    double correlation = product / (Math.sqrt(leftSecond) * Math.sqrt(rightSecond));
    return Math.abs(correlation) > 1 ? (Double) Math.signum(correlation) : (Double) correlation;
  }
}
