package dev.p3.testkit;

import dev.p3.record.Decimal;
import dev.p3.record.RecordModule;
import java.math.BigDecimal;
import java.util.List;

/** A record that is registered. */
public record Fruit(
    String name,
    int pieces,
    double grams,
    @Decimal(precision = 9, scale = 2) BigDecimal price,
    List<String> tags) {
  static Fruit of(String name, int pieces, double grams) {
    return new Fruit(name, pieces, grams, new BigDecimal("1.50"), List.of("fresh"));
  }

  /** Registers it. */
  public static final class Module implements RecordModule {
    @Override
    public List<Class<?>> classes() {
      return List.of(Fruit.class, TestkitTest.Counts.class);
    }
  }
}
