package dev.p3.profile.collect;

import dev.p3.profile.model.FunctionProfile;
import dev.p3.profile.model.WorkKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a stack says: whose function it belongs to, and what kind of work was done.
 *
 * @param function the outermost method of the user's, or {@link FunctionProfile#SPARK}
 * @param at the file and line in it
 * @param calls the method of Java's or Spark's that the function itself called; empty when it
 *     worked by itself or called another of the user's
 * @param isUdf whether Spark SQL called the function as a user-defined one
 */
record Stack(String function, String at, String calls, boolean isUdf, Set<WorkKind> kinds) {
  private static final int FRAMES_OF_A_CALL = 4;

  /**
   * @param path frames, outermost first
   */
  static Stack of(List<String> path) {
    int user = 0;
    while (user < path.size() && !UserCode.isUsersFrame(path.get(user))) {
      user++;
    }
    int place = user;
    Set<WorkKind> kinds =
        WorkKind.all().filter(kind -> kind.isIn(path, place)).collect(Collectors.toSet());
    if (user == path.size()) {
      return new Stack(FunctionProfile.SPARK, "", "", false, kinds);
    }
    String frame = path.get(user);
    int parenthesis = frame.lastIndexOf('(');
    return new Stack(
        frame.substring(0, parenthesis),
        frame.substring(parenthesis + 1, frame.length() - 1),
        called(path, user),
        path.subList(Math.max(0, user - FRAMES_OF_A_CALL), user).stream().anyMatch(Stack::isUdf),
        kinds);
  }

  private static String called(List<String> path, int user) {
    if (user + 1 == path.size() || UserCode.isUsersFrame(path.get(user + 1))) {
      return "";
    }
    return path.get(user + 1).startsWith("[") ? "" : path.get(user + 1);
  }

  private static boolean isUdf(String frame) {
    return frame.startsWith("org.apache.spark.sql.")
        && frame.toLowerCase(Locale.ROOT).contains("udf");
  }

  /** For example {@code WordCount.lambda$count$0 (WordCount.java)}. */
  String title() {
    if (at.isEmpty()) {
      return function;
    }
    String file = at.contains(":") ? at.substring(0, at.indexOf(':')) : at;
    return function + "(" + file + ")";
  }
}
