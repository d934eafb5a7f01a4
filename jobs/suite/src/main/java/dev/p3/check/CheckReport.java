package dev.p3.check;

import dev.p3.console.TextTable;
import dev.p3.scope.Capture;
import dev.p3.scope.CaptureLimits;
import dev.p3.scope.CaptureMessage;
import dev.p3.scope.CaptureReport;
import dev.p3.scope.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What {@code check} found.
 *
 * @param subject the job and variant, or the class
 */
public record CheckReport(String subject, List<Checked> functions, CaptureLimits limits) {
  /**
   * A function that was checked.
   *
   * @param tasks how many tasks get the function, as far as that is known
   */
  public record Checked(CaptureReport report, OptionalInt tasks) {}

  public boolean isRefused() {
    return refused() > 0;
  }

  /** A line for each capture; one for a function without. */
  public String table() {
    List<Line> lines =
        functions.stream().flatMap(function -> lines(function.report()).stream()).toList();
    return new TextTable<>(lines)
        .left("function", Line::function)
        .left("at", Line::at)
        .left("capture", Line::capture)
        .left("type", Line::type)
        .right("serialized", Line::serialized)
        .left("verdict", Line::verdict)
        .toString();
  }

  /** What is wrong with each function that strict mode refuses, and what to do. */
  public List<String> refusals() {
    return functions.stream()
        .filter(function -> limits.isRefused(function.report()))
        .map(
            function ->
                new CaptureMessage(limits, null, function.tasks())
                    .refusal("Cannot submit " + words(function.report()), function.report()))
        .toList();
  }

  public String summary() {
    if (functions.isEmpty()) {
      return String.format(Locale.ROOT, "%s: no functions found.", subject);
    }
    return String.format(
        Locale.ROOT,
        "%s: %,d %s checked, %s.",
        subject,
        functions.size(),
        functions.size() == 1 ? "function" : "functions",
        isRefused() ? String.format(Locale.ROOT, "%,d refused", refused()) : "none refused");
  }

  private long refused() {
    return functions.stream().filter(function -> limits.isRefused(function.report())).count();
  }

  private static String words(CaptureReport report) {
    return String.format(
        Locale.ROOT,
        "the function of %s.%s at %s",
        report.site().className(),
        report.site().method(),
        report.site());
  }

  private record Line(
      String function, String at, String capture, String type, String serialized, String verdict) {}

  private List<Line> lines(CaptureReport report) {
    String function = report.site().className() + "." + report.site().method();
    String at = report.site().toString();
    var lines = new ArrayList<Line>();
    if (!report.isSerializable()) {
      lines.add(new Line(function, at, "", "", "", "not serializable"));
    }
    for (Capture capture : report.captures()) {
      String size = capture.serialized().map(CheckReport::bytes).orElse("unknown");
      lines.add(
          new Line(
              function,
              at,
              capture.name(),
              capture.type(),
              size,
              limits.verdict(report, capture).toString()));
    }
    report
        .statics()
        .forEach(
            use ->
                lines.add(
                    new Line(
                        function,
                        at,
                        "static " + use.owner() + "." + use.name(),
                        use.type(),
                        "",
                        use.isWritten() ? "mutable, written" : "mutable, read")));
    if (lines.isEmpty()) {
      lines.add(new Line(function, at, "(nothing)", "", "", "fine"));
    }
    return lines;
  }

  private static String bytes(Size size) {
    return (size.isAtLeast() ? "> " : "") + String.format(Locale.ROOT, "%,d", size.bytes());
  }
}
