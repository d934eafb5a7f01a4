package dev.p3.profile.collect;

import dev.p3.profile.model.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A sample of bounded size, each element as likely as another; the same for the same elements. */
final class Reservoir<T> {
  private final int most;
  private final List<T> kept = new ArrayList<>();
  private final Random random = new Random(1);
  private long seen;

  Reservoir(int most) {
    this.most = most;
  }

  void add(T element) {
    seen++;
    if (kept.size() < most) {
      kept.add(element);
    } else {
      long place = (long) (random.nextDouble() * seen);
      if (place < most) {
        kept.set((int) place, element);
      }
    }
  }

  List<T> kept() {
    return List.copyOf(kept);
  }

  /** Quantiles of numbers; all 0 when there are none. */
  static final class OfNumbers {
    private static final int MOST = 1000;
    private static final int FIRST = 16;
    private final Random random = new Random(1);
    private double[] sample = new double[FIRST]; // unboxed: there are thousands of stages
    private long seen;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double value) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      long place = seen < MOST ? seen : (long) (random.nextDouble() * (seen + 1));
      seen++;
      if (place >= MOST) {
        return;
      }
      if (place == sample.length) {
        sample = Arrays.copyOf(sample, Math.min(MOST, 2 * sample.length));
      }
      sample[(int) place] = value;
    }

    Spread spread() {
      if (seen == 0) {
        return new Spread(0, 0, 0, 0, 0, 0, 0);
      }
      double[] sorted = Arrays.copyOf(sample, (int) Math.min(seen, MOST));
      Arrays.sort(sorted);
      return new Spread(
          seen,
          min,
          quantile(sorted, 0.25),
          quantile(sorted, 0.5),
          quantile(sorted, 0.75),
          quantile(sorted, 0.95),
          max);
    }

    private static double quantile(double[] sorted, double share) {
      return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }
  }
}
