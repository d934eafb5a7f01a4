package dev.p3.profile.collect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the user's line in the call sites that Spark records. */
public final class CallSites {
  /** A frame, as in {@code dev.p3.Job.run(Job.java:12)}. */
  private static final Pattern FRAME = Pattern.compile("([\\w.$]+)\\.[\\w$<>]+\\(([^()]+:\\d+)\\)");

  private CallSites() {}

  /**
   * The line.
   *
   * @param details frames, the innermost first; may be empty
   * @param shortForm such as {@code count at Job.java:12}
   * @return for example {@code Job.java:12}; empty when none is said
   */
  public static String userLine(String details, String shortForm) {
    if (details.indexOf('(') >= 0) { // most call sites of RDDs have no frames
      for (String line : details.split("\n", -1)) {
        Matcher frame = FRAME.matcher(line);
        if (frame.find() && UserCode.isUsers(frame.group(1))) {
          return frame.group(2);
        }
      }
    }
    int at = shortForm.lastIndexOf(" at ");
    return at < 0 ? "" : shortForm.substring(at + " at ".length());
  }
}
