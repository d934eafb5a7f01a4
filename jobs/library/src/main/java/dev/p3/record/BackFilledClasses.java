package dev.p3.record;

import java.util.ArrayList;
import java.util.List;

/**
 * Classes that Spark's tasks and common broadcasts send, and that Spark leaves unregistered on at
 * least one line.
 */
final class BackFilledClasses {
  static final List<String> NAMES =
      List.of(
          "[B",
          "[[B",
          "[Ljava.lang.Object;",
          "[Ljava.lang.String;",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.sql.Date",
          "java.sql.Timestamp",
          "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.util.ArrayList",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.LinkedHashMap",
          "java.util.LinkedHashSet",
          "java.util.TreeMap");

  private BackFilledClasses() {}

  /** Those that the loader finds; what is not there cannot be sent either. */
  static List<Class<?>> presentIn(ClassLoader loader) {
    List<Class<?>> present = new ArrayList<>();
    for (String name : NAMES) {
      try {
        present.add(Class.forName(name, false, loader));
      } catch (ClassNotFoundException | LinkageError absent) {
        continue;
      }
    }
    return List.copyOf(present);
  }
}
