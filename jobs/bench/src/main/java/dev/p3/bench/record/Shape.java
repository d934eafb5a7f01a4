package dev.p3.bench.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The kinds of record that are measured, each with an equal bean. */
public enum Shape {
  FLAT(Rows.Flat.class, Shape::flat, Beans.Flat.class, row -> new Beans.Flat((Rows.Flat) row)),
  WIDE(Rows.Wide.class, Shape::wide, Beans.Wide.class, row -> new Beans.Wide((Rows.Wide) row)),
  NESTED(
      Rows.Nested.class,
      Shape::nested,
      Beans.Nested.class,
      row -> new Beans.Nested((Rows.Nested) row)),
  TEXTS(
      Rows.Texts.class, Shape::texts, Beans.Texts.class, row -> new Beans.Texts((Rows.Texts) row)),
  COLLECTIONS(
      Rows.Collections.class,
      Shape::collections,
      Beans.Collections.class,
      row -> new Beans.Collections((Rows.Collections) row));

  /** Enough that a branch predictor cannot learn them. */
  static final int COUNT = 64;

  private static final List<String> WORDS =
      List.of("whale", "harbour", "sea", "Zürich", "captain", "ship", "white", "a", "of", "boats");

  private final Class<? extends Record> recordType;
  private final Function<Random, Record> recordOf;
  private final Class<?> beanType;
  private final Function<Record, Object> beanOf;

  Shape(
      Class<? extends Record> recordType,
      Function<Random, Record> recordOf,
      Class<?> beanType,
      Function<Record, Object> beanOf) {
    this.recordType = recordType;
    this.recordOf = recordOf;
    this.beanType = beanType;
    this.beanOf = beanOf;
  }

  Class<? extends Record> recordType() {
    return recordType;
  }

  Class<?> beanType() {
    return beanType;
  }

  /** {@link #COUNT} records, the same on every call. */
  List<Record> records() {
    var random = new Random(42);
    return IntStream.range(0, COUNT).mapToObj(i -> recordOf.apply(random)).toList();
  }

  /** Beans equal to {@link #records()}. */
  List<Object> beans() {
    return records().stream().map(beanOf).toList();
  }

  private static Record flat(Random random) {
    return new Rows.Flat(
        random.nextLong(1L << 40),
        random.nextInt(-20, 300),
        random.nextDouble(5_000),
        random.nextBoolean(),
        code(random));
  }

  private static Record wide(Random random) {
    return new Rows.Wide(
        random.nextLong(1L << 40),
        2024,
        random.nextInt(1, 13),
        random.nextInt(1, 29),
        random.nextInt(2_400),
        random.nextInt(-20, 300),
        random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        random.nextDouble(5_000),
        random.nextDouble(1_000),
        random.nextDouble(-90, 90),
        random.nextDouble(-180, 180),
        random.nextFloat(),
        (short) random.nextInt(400),
        (byte) random.nextInt(3),
        random.nextBoolean(),
        random.nextBoolean(),
        code(random),
        code(random),
        code(random));
  }

  private static Record nested(Random random) {
    return new Rows.Nested(
        random.nextLong(1L << 40),
        place(random),
        place(random),
        new Rows.Passenger(text(random, 2), random.nextInt(100), place(random)));
  }

  private static Record texts(Random random) {
    return new Rows.Texts(
        random.nextLong(1L << 40),
        text(random, 4),
        text(random, 2),
        text(random, 1),
        code(random),
        text(random, 30));
  }

  private static Record collections(Random random) {
    return new Rows.Collections(
        random.nextLong(1L << 40),
        new ArrayList<>(random.ints(12, 0, 1_000).boxed().toList()),
        new ArrayList<>(IntStream.range(0, 6).mapToObj(i -> code(random)).toList()),
        scores(random),
        new HashSet<>(IntStream.range(0, 5).mapToObj(i -> code(random)).toList()),
        random.doubles(16).toArray());
  }

  private static Map<String, Double> scores(Random random) {
    var scores = new HashMap<String, Double>();
    for (int i = 0; i < 6; i++) {
      scores.put(code(random), random.nextDouble());
    }
    return scores;
  }

  private static Rows.Place place(Random random) {
    return new Rows.Place(code(random), random.nextDouble(-90, 90), random.nextDouble(-180, 180));
  }

  private static String code(Random random) {
    return random
        .ints(3, 'A', 'Z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String text(Random random, int words) {
    return String.join(
        " ",
        IntStream.range(0, words).mapToObj(i -> WORDS.get(random.nextInt(WORDS.size()))).toList());
  }
}
