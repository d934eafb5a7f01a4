package dev.p3.scope;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses functions that capture what they must not, before Spark gets to see them. */
final class CaptureCheck {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureCheck.class);

  private CaptureCheck() {}

  /**
   * Looks at a function that is about to be given to Spark.
   *
   * @param limits of the session
   * @param record the name of the scope's record
   * @param use what was asked for, and where
   * @param rows what the function is to be applied to; null when that is not known yet
   * @throws CaptureException with all that is wrong, in strict mode; in the other it is logged
   */
  static void beforeSubmit(
      CaptureLimits limits, String record, ScopeUse use, Object function, Object rows) {
    if (limits.mode() == CaptureMode.OFF) {
      return;
    }
    CaptureReport report = Captures.inspect(function);
    if (!limits.isRefused(report)) {
      return;
    }
    boolean isStrict = limits.mode() == CaptureMode.STRICT;
    String what = isStrict ? "Cannot submit " + use : "Submits " + use + " all the same";
    String message = new CaptureMessage(limits, record, TaskCount.of(rows)).refusal(what, report);
    if (isStrict) {
      throw new CaptureException(message);
    }
    LOG.warn(message);
  }
}
