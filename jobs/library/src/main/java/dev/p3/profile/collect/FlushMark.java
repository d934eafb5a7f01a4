package dev.p3.profile.collect;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Something that the profiler itself records: once it has come back, so has all that was recorded
 * before it.
 */
@Name(FlushMark.NAME)
@StackTrace(false)
final class FlushMark extends Event {
  static final String NAME = "dev.p3.profile.FlushMark";

  /** When it was recorded, in milliseconds since 1970. */
  @Name("at")
  long at;
}
