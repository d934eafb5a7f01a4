package dev.p3.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says why a function is refused and what to do: everything at once.
 *
 * @param limits what functions may capture
 * @param record the scope's record, to which values are to be added, for example {@code
 *     TripLookups}; null where there is none yet
 * @param tasks how many tasks would get the function; empty when that is not known
 */
public record CaptureMessage(CaptureLimits limits, String record, OptionalInt tasks) {
  private static final int LARGEST_PARTS = 5;
  private static final Size NOTHING = new Size(0, false);

  /**
   * The refusal of a function that {@link CaptureLimits#isRefused}.
   *
   * @param what the beginning, for example {@code Cannot submit map at TripJob.java:58}
   */
  public String refusal(String what, CaptureReport report) {
    List<String> items = items(report);
    var text = new StringBuilder(what).append(": ").append(summary(report)).append('.');
    for (int i = 0; i < items.size(); i++) {
      text.append("\n  ").append(i + 1).append(". ").append(items.get(i));
    }
    if (limits.isOverBudget(report)) {
      text.append("\n  ").append(budget(report));
    }
    return text.toString();
  }

  private String summary(CaptureReport report) {
    var parts = new ArrayList<String>();
    if (!report.isSerializable()) {
      parts.add("is not serializable");
    }
    List<Capture> refused = refused(report);
    if (!refused.isEmpty()) {
      int all = report.captures().size();
      parts.add(
          "captures "
              + count(all, "value")
              + (refused.size() < all
                  ? String.format(Locale.ROOT, ", of which %d may not go along", refused.size())
                  : ""));
    }
    if (!report.statics().isEmpty()) {
      parts.add("uses " + count(report.statics().size(), "mutable static field"));
    }
    if (parts.isEmpty()) {
      parts.add("is too large");
    }
    return "the function " + String.join(" and ", parts);
  }

  private List<String> items(CaptureReport report) {
    Stream<String> function =
        report.isSerializable()
            ? Stream.empty()
            : Stream.of(
                "its interface does not extend java.io.Serializable.\n"
                    + remedy(
                        "give it a type that does, such as one of org.apache.spark.api.java.function"));
    return Stream.of(
            function,
            refused(report).stream().map(capture -> item(report, capture)),
            report.statics().stream().map(this::item))
        .flatMap(each -> each)
        .toList();
  }

  private List<Capture> refused(CaptureReport report) {
    return report.captures().stream()
        .filter(each -> limits.verdict(report, each) != CaptureVerdict.FINE)
        .toList();
  }

  private String item(CaptureReport report, Capture capture) {
    return String.format(
        Locale.ROOT,
        "%s : %s — %s.%s\n%s",
        capture.name(),
        capture.type(),
        reason(report, capture),
        use(capture),
        remedies(capture));
  }

  private String reason(CaptureReport report, Capture capture) {
    return switch (limits.verdict(report, capture)) {
      case NOT_SERIALIZABLE ->
          "not serializable"
              + capture.failure().map(words -> ": " + words).orElse("")
              + findings(capture, ": ");
      case MISTAKE -> "must not travel" + findings(capture, ": ");
      case MUTABLE -> sent(capture) + "; it can be changed, and no task sees another's change";
      case TOO_LARGE ->
          String.format(
              Locale.ROOT,
              "%s; a captured value may have %s (%s)",
              sent(capture),
              ByteSize.text(limits.captureBytes()),
              CaptureLimits.CAPTURE_LIMIT);
      case FUNCTION -> nested(capture.function().orElseThrow());
      case UNKNOWN -> "its type does not say that it is small and immutable";
      case FINE -> "fine";
    };
  }

  private static String findings(Capture capture, String before) {
    if (capture.findings().isEmpty()) {
      return "";
    }
    return before
        + capture.findings().stream()
            .map(finding -> words(capture, finding))
            .collect(Collectors.joining("; "));
  }

  private static String words(Capture capture, Finding finding) {
    Optional<String> problem = finding.mistake().map(Mistake::problem);
    boolean isItself =
        finding.path().equals(capture.name()) || finding.path().equals(capture.type());
    if (isItself) {
      return problem.orElse("its class does not implement java.io.Serializable");
    }
    String more =
        finding.more() == 0 ? "" : String.format(Locale.ROOT, " and %,d more", finding.more());
    return String.format(
        Locale.ROOT,
        "%s : %s%s%s",
        finding.path(),
        finding.type(),
        more,
        problem.map(value -> String.format(Locale.ROOT, " (%s)", value)).orElse(""));
  }

  private String sent(Capture capture) {
    Size size = capture.serialized().orElse(NOTHING);
    if (tasks.isEmpty()) {
      return size + " serialized, copied into every task";
    }
    if (tasks.getAsInt() == 1) {
      return size + " serialized, copied into its 1 task";
    }
    return String.format(
        Locale.ROOT,
        "%s serialized, copied into each of %s (%s)",
        size,
        count(tasks.getAsInt(), "task"),
        size.times(tasks.getAsInt()));
  }

  private String nested(CaptureReport function) {
    return String.format(
        Locale.ROOT,
        "a function that itself %s (%s): %s",
        summary(function).replaceFirst("^the function ", ""),
        function.site(),
        items(function).stream()
            .map(item -> item.lines().findFirst().orElseThrow())
            .map(line -> line.replaceFirst("\\.$", ""))
            .collect(Collectors.joining("; ")));
  }

  private static String use(Capture capture) {
    if (!capture.kind().isObjectOfTheCode()) {
      return "";
    }
    boolean isThis = capture.kind() == CaptureKind.THIS;
    if (capture.usesItWhole()) {
      return isThis ? " The body hands it on as a whole." : "";
    }
    if (capture.reads().isEmpty()) {
      return isThis ? " The body reads none of its fields." : "";
    }
    return String.format(
        Locale.ROOT,
        " The body reads only %s.",
        capture.reads().stream().map(CaptureMessage::words).collect(Collectors.joining(", ")));
  }

  private static String words(FieldRead read) {
    return String.format(
        Locale.ROOT,
        "this.%s (%s%s)",
        read.name(),
        read.type(),
        read.isTransient() ? ", transient: it stays behind" : "");
  }

  private String remedies(Capture capture) {
    return remedy(new CaptureRemedy(record).of(capture));
  }

  private String item(StaticUse use) {
    return String.format(
        Locale.ROOT,
        "%s.%s : %s — a mutable static field, which the body %s; every JVM has its own.\n%s",
        use.owner(),
        use.name(),
        use.type(),
        use.isWritten() ? "writes" : "reads",
        remedy(new CaptureRemedy(record).of(use)));
  }

  private static String remedy(String words) {
    return "     Remedy: " + words + ".";
  }

  private String budget(CaptureReport report) {
    List<Capture> largest =
        report.captures().stream()
            .sorted((one, other) -> Long.compare(bytes(other), bytes(one)))
            .limit(LARGEST_PARTS)
            .filter(each -> bytes(each) > limits.taskBytes() / 100)
            .toList();
    return String.format(
        Locale.ROOT,
        "The whole function is %s serialized, and may have %s (%s). Its largest parts: %s.",
        report.serialized().orElse(NOTHING),
        ByteSize.text(limits.taskBytes()),
        CaptureLimits.TASK_BYTES,
        largest.stream()
            .map(
                each ->
                    String.format(Locale.ROOT, "%s %s", each.name(), ByteSize.text(bytes(each))))
            .collect(Collectors.joining(", ")));
  }

  private static long bytes(Capture capture) {
    return capture.serialized().orElse(NOTHING).bytes();
  }

  private static String count(int number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}
