package dev.p3.targets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of Spark that come from one place.
 *
 * @param origin the place, as a user would name it
 * @param settings in the order in which they stand there
 */
public record Layer(String origin, Map<String, String> settings) {
  public Layer {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
