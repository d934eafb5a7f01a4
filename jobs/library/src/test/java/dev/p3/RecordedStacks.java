package dev.p3;

import jdk.jfr.consumer.RecordedEvent;

/** Looks into recordings of the JDK Flight Recorder. */
public final class RecordedStacks {
  private RecordedStacks() {}

  /**
   * Whether an event is a sample of a stack that has a method. A recording may not know a frame's
   * method, on which the JDK's own {@code toString} fails.
   */
  public static boolean isSampleOf(String method, RecordedEvent event) {
    return event.getEventType().getName().equals("jdk.ExecutionSample")
        && event.getStackTrace().getFrames().stream()
            .anyMatch(
                frame -> frame.getMethod() != null && frame.getMethod().getName().equals(method));
  }
}
