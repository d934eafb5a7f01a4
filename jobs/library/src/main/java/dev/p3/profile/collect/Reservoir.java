package dev.p3.profile.collect;

import dev.p3.profile.model.Spread;
import java.util.ArrayList;
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
    private final Reservoir<Double> sample = new Reservoir<>(MOST);
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double value) {
      sample.add(value);
      min = Math.min(min, value);
      max = Math.max(max, value);
    }

    Spread spread() {
      if (sample.seen == 0) {
        return new Spread(0, 0, 0, 0, 0, 0, 0);
      }
      List<Double> sorted = sample.kept.stream().sorted().toList();
      return new Spread(
          sample.seen,
          min,
          quantile(sorted, 0.25),
          quantile(sorted, 0.5),
          quantile(sorted, 0.75),
          quantile(sorted, 0.95),
          max);
    }

    private static double quantile(List<Double> sorted, double share) {
      return sorted.get(
          (int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }
  }
}
