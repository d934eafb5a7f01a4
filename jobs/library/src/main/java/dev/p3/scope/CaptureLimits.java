package dev.p3.scope;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * What functions may capture: constants, and immutable values up to a size.
 *
 * @param mode what to do about what they may not
 * @param captureBytes the most serialized bytes of one captured value
 * @param taskBytes the most serialized bytes of a whole function
 */
public record CaptureLimits(CaptureMode mode, long captureBytes, long taskBytes) {
  /** {@code strict}, {@code warn} or {@code off}. */
  public static final String MODE = "spark.p3.scope.captures";

  /**
   * The most bytes of one captured value, for example {@code 16k}, the default: room for a schema
   * of a hundred columns, and too small to be felt in a task.
   */
  public static final String CAPTURE_LIMIT = "spark.p3.scope.capture-limit";

  /**
   * The most bytes of a whole function, for example {@code 1m}, the default: about where Spark
   * itself begins to warn of large tasks.
   */
  public static final String TASK_BYTES = "spark.p3.scope.task-bytes";

  /** What holds where no other setting says otherwise. */
  public static final CaptureLimits DEFAULT =
      new CaptureLimits(CaptureMode.STRICT, 16 << 10, 1 << 20);

  /**
   * The limits of a session's settings.
   *
   * @throws IllegalArgumentException naming every setting that makes no sense
   */
  public static CaptureLimits of(SparkSession spark) {
    RuntimeConfig settings = spark.conf();
    var faults = new ArrayList<String>();
    CaptureMode mode = mode(settings.get(MODE, DEFAULT.mode().name()), faults);
    long captureBytes = bytes(settings, CAPTURE_LIMIT, DEFAULT.captureBytes(), faults);
    long taskBytes = bytes(settings, TASK_BYTES, DEFAULT.taskBytes(), faults);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
    return new CaptureLimits(mode, captureBytes, taskBytes);
  }

  /** What is to be said about one value that a function captures. */
  public CaptureVerdict verdict(CaptureReport function, Capture capture) {
    CaptureVerdict verdict = verdict(capture);
    boolean travels =
        verdict != CaptureVerdict.NOT_SERIALIZABLE && verdict != CaptureVerdict.MISTAKE;
    return function.isRecipe() && travels ? CaptureVerdict.FINE : verdict;
  }

  /** What is to be said about a value that goes along with each task. */
  CaptureVerdict verdict(Capture capture) {
    if (capture.function().isPresent()) {
      return isRefused(capture.function().get()) ? CaptureVerdict.FUNCTION : CaptureVerdict.FINE;
    }
    if (!capture.isSerializable()) {
      return CaptureVerdict.NOT_SERIALIZABLE;
    }
    if (!capture.findings().isEmpty()) {
      return CaptureVerdict.MISTAKE;
    }
    if (!capture.isImmutable()) {
      return capture.serialized().isPresent() ? CaptureVerdict.MUTABLE : CaptureVerdict.UNKNOWN;
    }
    return capture
            .serialized()
            .filter(size -> size.isAtLeast() || size.bytes() > captureBytes)
            .isPresent()
        ? CaptureVerdict.TOO_LARGE
        : CaptureVerdict.FINE;
  }

  /** Whether strict mode refuses the function. */
  public boolean isRefused(CaptureReport report) {
    return !report.isSerializable()
        || !report.statics().isEmpty()
        || report.captures().stream().anyMatch(each -> verdict(report, each) != CaptureVerdict.FINE)
        || isOverBudget(report);
  }

  /** Whether the function as a whole is too large. */
  public boolean isOverBudget(CaptureReport report) {
    return !report.isRecipe()
        && report.serialized().filter(size -> size.bytes() > taskBytes).isPresent();
  }

  private static CaptureMode mode(String word, List<String> faults) {
    Optional<CaptureMode> mode =
        Arrays.stream(CaptureMode.values())
            .filter(each -> each.name().equalsIgnoreCase(word.trim()))
            .findFirst();
    if (mode.isEmpty()) {
      faults.add(
          String.format(
              Locale.ROOT,
              "Invalid %s: '%s' (must be one of %s)",
              MODE,
              word,
              Arrays.stream(CaptureMode.values())
                  .map(each -> each.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", "))));
    }
    return mode.orElse(CaptureMode.STRICT);
  }

  private static long bytes(
      RuntimeConfig settings, String key, long otherwise, List<String> faults) {
    String value = settings.get(key, Long.toString(otherwise));
    try {
      return JavaUtils.byteStringAsBytes(value);
    } catch (NumberFormatException e) {
      faults.add(
          String.format(
              Locale.ROOT,
              "Invalid %s: '%s' (must be a number of bytes, such as 16k or 1m)",
              key,
              value));
      return otherwise;
    }
  }
}
