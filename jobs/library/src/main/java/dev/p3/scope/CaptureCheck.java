package dev.p3.scope;

import java.util.OptionalInt;
import java.util.function.Supplier;
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
   * @param operation what was asked for, such as {@code map}
   * @param site where it was asked for, such as {@code TripJob.java:58}
   * @param tasks how many tasks will get the function, asked only to refuse it
   * @throws CaptureException with all that is wrong, in strict mode
   */
  static void beforeSubmit(
      CaptureLimits limits,
      String record,
      String operation,
      String site,
      Object function,
      Supplier<OptionalInt> tasks) {
    if (limits.mode() == CaptureMode.OFF) {
      return;
    }
    CaptureReport report = Captures.inspect(function);
    if (!limits.isRefused(report)) {
      return;
    }
    String message =
        new CaptureMessage(limits, record, tasks.get())
            .refusal("Cannot submit %s at %s".formatted(operation, site), report);
    if (limits.mode() == CaptureMode.STRICT) {
      throw new CaptureException(message);
    }
    LOG.warn(message);
  }
}
