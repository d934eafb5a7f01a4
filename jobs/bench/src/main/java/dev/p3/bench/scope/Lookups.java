package dev.p3.bench.scope;

import java.util.HashMap;
import java.util.Map;

/** What the functions look things up in. */
public record Lookups(Map<String, Double> latitudeByCode, int factor) {
  /** A table of the size that enriching facts needs. */
  static Lookups small() {
    return ofSize(3_000);
  }

  /** About 100 MB when serialized: 5 million entries of 20 bytes. */
  static Lookups large() {
    return ofSize(5_000_000);
  }

  private static Lookups ofSize(int entries) {
    Map<String, Double> latitudes = new HashMap<>(entries * 2);
    for (int i = 0; i < entries; i++) {
      latitudes.put("airport-" + (1_000_000 + i % entries), i * 1e-3);
    }
    return new Lookups(latitudes, 10);
  }

  double latitude(long number) {
    return factor * latitudeByCode.getOrDefault("airport-" + (1_000_000 + number % 4_000), -1.0);
  }
}
