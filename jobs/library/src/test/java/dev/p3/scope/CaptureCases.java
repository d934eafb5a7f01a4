package dev.p3.scope;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Functions as people write them, one capture each; {@link CapturesTest} says what is found. */
final class CaptureCases {
  static final int LIMIT = 3;
  static final String PREFIX = "p";
  static final List<String> CODES = List.of("KEF", "WLG");
  static final Map<String, Integer> CACHE = new HashMap<>();
  static final int[] TABLE = {1, 2, 3};
  static final AtomicLong TOTAL = new AtomicLong();
  static final Logger LOG = LoggerFactory.getLogger(CaptureCases.class);
  static final ThreadLocal<String> CURRENT = new ThreadLocal<>();
  static int counter;
  static String region = "north";

  enum Unit {
    KM,
    MILES
  }

  record Range(int from, int to, Unit unit) {}

  record Names(String title, List<String> names) {}

  /** Not serializable, as most classes are. */
  static class Parser {
    int parse(String text) {
      return text.length();
    }
  }

  /** Serializable, with an object in it that is not. */
  static class Cleaner implements Serializable {
    private static final long serialVersionUID = 1L;
    final String prefix = "x";
    final Parser parser = new Parser();

    String clean(String text) {
      return prefix + text;
    }

    MapFunction<String, String> viaMethod() {
      return text -> clean(text);
    }
  }

  /** A linked list that ends where it began. */
  static class Ring implements Serializable {
    private static final long serialVersionUID = 1L;
    Ring next;

    static Ring of(int size) {
      var first = new Ring();
      Ring last = first;
      for (int i = 1; i < size; i++) {
        last.next = new Ring();
        last = last.next;
      }
      last.next = first;
      return first;
    }
  }

  private CaptureCases() {}

  static final class Counting {
    static MapFunction<String, Integer> reads() {
      return text -> text.length() + counter;
    }

    static MapFunction<String, Integer> writes() {
      return text -> {
        counter++;
        return text.length();
      };
    }

    static MapFunction<String, Integer> writesInAMethod() {
      return Counting::count;
    }

    private static int count(String text) {
      return text.isEmpty() ? 0 : countMore(text);
    }

    private static int countMore(String text) {
      counter += text.length();
      return counter;
    }
  }

  static MapFunction<String, Integer> streamed(Map<String, Integer> sizes) {
    return text ->
        Arrays.stream(text.split(" ")).mapToInt(word -> sizes.getOrDefault(word, 0)).sum();
  }

  static <K extends Comparable<K>> FilterFunction<K> atLeast(K least, List<? extends K> all) {
    return value -> value.compareTo(least) >= 0 && all.contains(value);
  }
}
