package dev.p3.scope;

import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * Tells Spark's listeners that a scope was opened, as {@code onOtherEvent}. Not in event logs.
 *
 * @param scope before its first use
 */
public record ScopeOpened(OpenScope scope) implements SparkListenerEvent {
  @Override
  public boolean logEvent() {
    return false; // Spark's event log knows no such event
  }
}
