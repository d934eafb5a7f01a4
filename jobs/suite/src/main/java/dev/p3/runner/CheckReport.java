package dev.p3.runner;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.p3.scope.Capture;
import dev.p3.scope.CaptureLimits;
import dev.p3.scope.CaptureMessage;
import dev.p3.scope.CaptureReport;
import dev.p3.scope.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What {@code check} found.
 *
 * @param subject the job and variant, or the class
 */
record CheckReport(String subject, List<Checked> functions, CaptureLimits limits) {
  private static final Column[] COLUMNS = {
    left("function"),
    left("at"),
    left("capture"),
    left("type"),
    right("serialized"),
    left("verdict")
  };

  /**
   * @param tasks how many tasks get the function, as far as that is known
   */
  record Checked(CaptureReport report, OptionalInt tasks) {}

  boolean isRefused() {
    return refused() > 0;
  }

  /** A line for each capture; one for a function without. */
  String table() {
    var lines = new ArrayList<String[]>();
    for (Checked function : functions) {
      lines.addAll(lines(function.report()));
    }
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, COLUMNS, lines.toArray(String[][]::new));
  }

  /** What is wrong with each function that strict mode refuses, and what to do. */
  List<String> refusals() {
    return functions.stream()
        .filter(function -> limits.isRefused(function.report()))
        .map(
            function ->
                new CaptureMessage(limits, null, function.tasks())
                    .refusal("Cannot submit " + words(function.report()), function.report()))
        .toList();
  }

  String summary() {
    if (functions.isEmpty()) {
      return "%s: no functions found.".formatted(subject);
    }
    return "%s: %,d %s checked, %s."
        .formatted(
            subject,
            functions.size(),
            functions.size() == 1 ? "function" : "functions",
            isRefused() ? "%,d refused".formatted(refused()) : "none refused");
  }

  private long refused() {
    return functions.stream().filter(function -> limits.isRefused(function.report())).count();
  }

  private static String words(CaptureReport report) {
    return "the function of %s.%s at %s"
        .formatted(report.site().className(), report.site().method(), report.site());
  }

  private List<String[]> lines(CaptureReport report) {
    String function = report.site().className() + "." + report.site().method();
    String at = report.site().toString();
    var lines = new ArrayList<String[]>();
    if (!report.isSerializable()) {
      lines.add(new String[] {function, at, "", "", "", "not serializable"});
    }
    for (Capture capture : report.captures()) {
      String size = capture.serialized().map(CheckReport::bytes).orElse("unknown");
      lines.add(
          new String[] {
            function, at, capture.name(), capture.type(), size, limits.verdict(capture).toString()
          });
    }
    report
        .statics()
        .forEach(
            use ->
                lines.add(
                    new String[] {
                      function,
                      at,
                      "static " + use.owner() + "." + use.name(),
                      use.type(),
                      "",
                      use.isWritten() ? "mutable, written" : "mutable, read"
                    }));
    if (lines.isEmpty()) {
      lines.add(new String[] {function, at, "(nothing)", "", "", "fine"});
    }
    return lines;
  }

  private static String bytes(Size size) {
    return (size.isAtLeast() ? "> " : "") + "%,d".formatted(size.bytes());
  }

  private static Column left(String header) {
    return new Column().header(header).dataAlign(HorizontalAlign.LEFT);
  }

  private static Column right(String header) {
    return new Column().header(header).dataAlign(HorizontalAlign.RIGHT);
  }
}
