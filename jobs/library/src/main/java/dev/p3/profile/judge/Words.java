package dev.p3.profile.judge;

import dev.p3.profile.model.FunctionProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.scope.ByteSize;
import java.util.Locale;

/** How findings say numbers and places. */
final class Words {
  private static final double PERCENT = 100;

  private Words() {}

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  static String seconds(double seconds) {
    return text("%.2f s", seconds);
  }

  static String percent(double share) {
    return text("%.0f %%", PERCENT * share);
  }

  static String bytes(double bytes) {
    return ByteSize.text(Math.round(bytes));
  }

  /**
   * The line of the user's that a stage belongs to: that of its busiest function, else its call.
   */
  static String line(StageProfile stage) {
    return stage.functions().stream()
        .filter(function -> !function.at().isEmpty())
        .findFirst()
        .map(FunctionProfile::at)
        .orElse(stage.callSite());
  }

  static String place(StageProfile stage) {
    return stage.title() + (line(stage).isEmpty() ? "" : ", " + line(stage));
  }

  static String place(StageProfile stage, FunctionProfile function) {
    return function.function()
        + (function.at().isEmpty() ? "" : " (" + function.at() + ")")
        + ", stage "
        + stage.id();
  }
}
