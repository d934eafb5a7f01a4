package dev.p3.profile.collect;

/** What Scala has or has not, as Java has it. */
final class ScalaOptions {
  private ScalaOptions() {}

  /** Null when there is none. */
  static <T> T orNull(scala.Option<T> value) {
    return value.isDefined() ? value.get() : null;
  }

  /** 0 when there is none. */
  static long millis(scala.Option<Object> time) {
    return time.isDefined() ? ((Number) time.get()).longValue() : 0;
  }
}
