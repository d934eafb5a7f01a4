package dev.p3.patterns.profile;

import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import dev.p3.profile.model.Measures;
import dev.p3.profile.model.RunProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a run stays within limits, for continuous integration. */
public final class ProfileGate {
  private static final Pattern LIMIT =
      Pattern.compile("\\s*([a-z_]+)\\s*=\\s*(\\d+(?:\\.\\d+)?)(x?)\\s*");

  private ProfileGate() {}

  /**
   * A limit.
   *
   * @param measure a name of {@link Measures}
   * @param value the most that it may be
   * @param isRelative whether the value is how many times the baseline's
   */
  public record Limit(String measure, double value, boolean isRelative) {}

  /**
   * What a limit says of a run.
   *
   * @param baseline null without one
   * @param most that was allowed
   */
  public record Verdict(String measure, Double baseline, double now, double most) {
    public boolean isKept() {
      return now <= most;
    }

    public String word() {
      return isKept() ? "kept" : "exceeded";
    }
  }

  /**
   * Limits such as {@code shuffle_bytes=2x,seconds=10}.
   *
   * @param hasBaseline whether there is something for an {@code x} to be relative to
   */
  public static List<Limit> parse(List<String> words, boolean hasBaseline, Faults faults) {
    var limits = new ArrayList<Limit>();
    for (String word : words) {
      for (String part : word.split(",", -1)) {
        Matcher limit = LIMIT.matcher(part);
        if (!limit.matches()) {
          faults.add(
              "Invalid --max: '%s' (must be MEASURE=NUMBER, or MEASURE=NUMBERx for so many times the baseline)",
              part);
        } else if (!Measures.names().contains(limit.group(1))) {
          faults.add(
              "Unknown measure '%s' (must be one of %s).%s",
              limit.group(1),
              String.join(", ", Measures.names()),
              NearMatch.question(limit.group(1), List.copyOf(Measures.names())));
        } else if (!limit.group(3).isEmpty() && !hasBaseline) {
          faults.add("Missing --baseline FILE: '%s' is relative to it", part.trim());
        } else {
          limits.add(
              new Limit(
                  limit.group(1), Double.parseDouble(limit.group(2)), !limit.group(3).isEmpty()));
        }
      }
    }
    if (words.isEmpty()) {
      faults.add("Missing --max LIMITS: such as --max 'shuffle_bytes=2x,seconds=1.3x'");
    }
    return limits;
  }

  public static List<Verdict> verdicts(
      List<Limit> limits, RunProfile run, Optional<RunProfile> baseline) {
    return limits.stream()
        .map(
            limit -> {
              Double before =
                  baseline.map(other -> other.measure(limit.measure).orElse(0)).orElse(null);
              double most = limit.isRelative ? limit.value * before : limit.value;
              return new Verdict(limit.measure, before, run.measure(limit.measure).orElse(0), most);
            })
        .toList();
  }

  /** A number as a table shows it. */
  public static String text(Double number) {
    return number == null
        ? ""
        : number == Math.rint(number)
            ? String.format(Locale.ROOT, "%,.0f", number)
            : String.format(Locale.ROOT, "%,.3f", number);
  }
}
