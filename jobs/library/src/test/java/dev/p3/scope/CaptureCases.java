package dev.p3.scope;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Code as people write it around functions; {@link CapturesTest} says what the functions take. */
final class CaptureCases {
  static final int LIMIT = 3;
  static final List<String> CODES = List.of("KEF", "WLG");
  static final Map<String, Integer> SIZES = new HashMap<>();
  static final int[] TABLE = {1, 2, 3};
  static final AtomicLong TOTAL = new AtomicLong();
  static final Logger LOG = LoggerFactory.getLogger(CaptureCases.class);
  static final ThreadLocal<String> CURRENT = new ThreadLocal<>();
  static int counter;

  private CaptureCases() {}

  enum Unit {
    KM,
    MILES
  }

  record Range(int from, int to, Unit unit) implements Serializable {
    /** A record is a small value even as {@code this}. */
    FilterFunction<Integer> within() {
      return value -> value >= from && value < to;
    }
  }

  record Names(String title, List<String> names) implements Serializable {}

  /** As most records are: not serializable by Java, but by a scope. */
  record Airport(String code) {}

  /** Not serializable, as most classes are. */
  static class Parser {
    private final int radix = Integer.parseInt("10");

    int parse(String text) {
      return Integer.parseInt(text, radix);
    }

    MapFunction<String, Integer> parsing() {
      return text -> Integer.parseInt(text, radix);
    }
  }

  /** The job of the issue: serializable, and its session must not be. */
  static class TripJob implements Serializable {
    private static final long serialVersionUID = 1L;
    private final SparkSession session;
    private final transient SparkSession kept;
    private final double threshold;

    TripJob(SparkSession session, double threshold) {
      this.session = session;
      this.kept = session;
      this.threshold = threshold;
    }

    FilterFunction<Double> above() {
      return value -> value > threshold;
    }

    FilterFunction<Double> aboveByOwnMethod() {
      return value -> isAbove(value);
    }

    FilterFunction<Double> aboveByReference() {
      return this::isAbove;
    }

    MapFunction<String, Long> counted() {
      return query -> session.sql(query).count() + kept.sql(query).count();
    }

    MapFunction<String, String> handedOn() {
      return text -> String.valueOf(this) + text;
    }

    MapFunction<String, String> unused() {
      return new MapFunction<>() {
        private static final long serialVersionUID = 1L;

        @Override
        public String call(String text) {
          return text.trim();
        }
      };
    }

    private boolean isAbove(double value) {
      return value > threshold;
    }

    /** An inner class, whose objects hold on to the job. */
    class Above implements FilterFunction<Double> {
      private static final long serialVersionUID = 1L;

      @Override
      public boolean call(Double value) {
        return value > threshold;
      }
    }
  }

  /** Has nothing that could change. */
  static class Stateless implements Serializable {
    private static final long serialVersionUID = 1L;

    MapFunction<String, String> trimming() {
      return text -> trim(text);
    }

    private String trim(String text) {
      return text.trim();
    }
  }

  /** A function with a name. */
  static final class Scale implements MapFunction<Double, Double> {
    private static final long serialVersionUID = 1L;
    private final double factor;
    private final double[] offsets;
    private final transient Parser parser = new Parser();

    Scale(double factor, double... offsets) {
      this.factor = factor;
      this.offsets = offsets;
    }

    @Override
    public Double call(Double value) {
      return value * factor + offsets[0] + parser.radix;
    }
  }

  /** Whose own methods must never be called. */
  static final class Touchy implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      throw new AssertionError("toString was called");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("hashCode was called");
    }

    @Override
    public boolean equals(Object other) {
      throw new AssertionError("equals was called");
    }
  }

  /** A linked list; closed, or of no more than its length. */
  static class Ring implements Serializable {
    private static final long serialVersionUID = 1L;
    Ring next;

    static Ring closed(int size) {
      Ring first = new Ring();
      first.next = chain(size - 1, first);
      return first;
    }

    static Ring chain(int size, Ring last) {
      Ring first = last;
      for (int i = 0; i < size; i++) {
        var before = new Ring();
        before.next = first;
        first = before;
      }
      return first;
    }
  }

  static MapFunction<String, Integer> countsInAMethod() {
    return CaptureCases::counted;
  }

  private static int counted(String text) {
    return text.isEmpty() ? 0 : countedMore(text);
  }

  private static int countedMore(String text) {
    counter += text.length();
    return counter;
  }

  static MapFunction<String, Integer> inAStream(Map<String, Integer> sizes) {
    return text ->
        Arrays.stream(text.split(" ")).mapToInt(word -> sizes.getOrDefault(word, 0)).sum();
  }

  static <K extends Comparable<K>> FilterFunction<K> atLeast(K least, List<? extends K> all) {
    return value -> value.compareTo(least) >= 0 && all.contains(value);
  }

  static MapFunction<String, String> localClass(String suffix) {
    class Append implements MapFunction<String, String> {
      private static final long serialVersionUID = 1L;

      @Override
      public String call(String text) {
        return text + suffix;
      }
    }
    return new Append();
  }

  static MapFunction<String, String> anonymousClass(Map<String, List<String>> names) {
    return new MapFunction<>() {
      private static final long serialVersionUID = 1L;

      @Override
      public String call(String code) {
        return names.get(code).get(0);
      }
    };
  }
}
