package dev.p3.patterns.transport;

/**
 * The points of the greatest weights, in a form that combines exactly: numbers of fixed length, the
 * greatest first. A weight of 0 stands for no point. Of points with the same weight the one with
 * the least coordinates comes first, the first column deciding; equal points count once.
 *
 * @param columns of each point
 */
record Candidates(int columns) {
  int width() {
    return columns + 1;
  }

  /** No points, with room for so many. */
  long[] none(int room) {
    return new long[room * width()];
  }

  double weight(long[] candidates, int number) {
    return Double.longBitsToDouble(candidates[number * width()]);
  }

  double[] point(long[] candidates, int number) {
    var point = new double[columns];
    for (int j = 0; j < columns; j++) {
      point[j] = Double.longBitsToDouble(candidates[number * width() + 1 + j]);
    }
    return point;
  }

  /** The weight below which a point does not get in. */
  double least(long[] candidates) {
    return weight(candidates, candidates.length / width() - 1);
  }

  /** Adds a point where it belongs, unless it is there or too light. */
  void offer(long[] candidates, double weight, double[] point) {
    int room = candidates.length / width();
    if (!(weight > 0) || weight < weight(candidates, room - 1)) {
      return;
    }
    int at = 0;
    while (at < room && weight(candidates, at) > 0) {
      int order = order(weight, point, candidates, at);
      if (order == 0) {
        return;
      }
      if (order < 0) {
        break;
      }
      at++;
    }
    if (at == room) {
      return;
    }
    int from = at * width();
    System.arraycopy(
        candidates, from, candidates, from + width(), candidates.length - from - width());
    candidates[from] = Double.doubleToRawLongBits(weight);
    for (int j = 0; j < columns; j++) {
      candidates[from + 1 + j] = Double.doubleToRawLongBits(point[j]);
    }
  }

  /** The greatest of both, in the first. */
  long[] combine(long[] one, long[] other) {
    for (int i = 0; i < other.length / width() && weight(other, i) > 0; i++) {
      offer(one, weight(other, i), point(other, i));
    }
    return one;
  }

  /** Negative when the point comes before the candidate, 0 when it is the same. */
  private int order(double weight, double[] point, long[] candidates, int number) {
    int order = Double.compare(weight(candidates, number), weight);
    for (int j = 0; j < columns && order == 0; j++) {
      double other = Double.longBitsToDouble(candidates[number * width() + 1 + j]);
      order = Double.compare(point[j], other);
    }
    return order;
  }
}
