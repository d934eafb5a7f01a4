package dev.p3.profile.collect;

import java.util.List;

/** Tells a user's code from what runs it. */
final class UserCode {
  private static final List<String> OTHERS =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "scala.",
          "py4j.",
          "org.apache.",
          "io.netty.",
          "io.airlift.compress.",
          "com.fasterxml.",
          "com.esotericsoftware.",
          "com.google.",
          "com.twitter.",
          "com.univocity.",
          "com.codahale.",
          "com.github.luben.",
          "com.databricks.",
          "net.jpountz.",
          "net.razorvine.",
          "org.codehaus.",
          "org.xerial.",
          "org.roaringbitmap.",
          "org.slf4j.",
          "org.sparkproject.",
          "org.glassfish.",
          "org.eclipse.jetty.",
          "org.objenesis.",
          "org.json4s.",
          "org.junit.",
          "worker.org.gradle.",
          "one.profiler.",
          "shaded.parquet.",
          "dev.p3.shaded.");

  /** What of p3 is no code of a job's. */
  private static final List<String> OWN =
      List.of(
          "profile", "scope", "record", "data", "job", "session", "fault", "table", "chart", "run",
          "cli", "console", "tour", "check", "report");

  private UserCode() {}

  /** Whether a class, by its name with points, is neither of Java, Spark, nor of p3's own works. */
  static boolean isUsers(String type) {
    if (type.startsWith("dev.p3.")) {
      String rest = type.substring("dev.p3.".length());
      // A class in dev.p3 itself, or of a package of that name.
      return OWN.stream().noneMatch(name -> rest.startsWith(name + "."));
    }
    return type.indexOf('.') > 0 ? OTHERS.stream().noneMatch(type::startsWith) : !type.isEmpty();
  }

  /** The same of a frame, as {@code pkg.Class.method} with or without {@code (File.java:1)}. */
  static boolean isUsersFrame(String frame) {
    return frame.endsWith(")") && isUsers(frame);
  }
}
