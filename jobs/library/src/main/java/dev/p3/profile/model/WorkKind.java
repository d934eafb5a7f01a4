package dev.p3.profile.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A kind of work that a stack shows, and that a rule asks for. */
public enum WorkKind {
  /** Turning objects into bytes and back. */
  SERIALIZATION(
      false,
      frame ->
          frame.startsWith("java.io.ObjectOutputStream.")
              || frame.startsWith("java.io.ObjectInputStream.")
              || frame.startsWith("com.esotericsoftware.kryo.")
              || frame.startsWith("org.apache.spark.serializer.")),
  /** Compiling a regular expression. */
  REGEX(
      true,
      frame ->
          frame.startsWith("java.util.regex.Pattern.compile")
              || frame.startsWith("java.util.regex.Pattern.<init>")),
  /** Building a formatter or parser of dates or numbers. */
  FORMATTER(
      true,
      frame ->
          (frame.startsWith("java.time.format.DateTimeFormatterBuilder.")
                  && !frame.contains("$")
                  && !frame.contains("Builder.print"))
              || frame.startsWith("java.time.format.DateTimeFormatter.ofPattern")
              || frame.startsWith("java.text.SimpleDateFormat.<init>")
              || frame.startsWith("java.text.DecimalFormat.<init>")
              || frame.startsWith("java.text.NumberFormat.getInstance")),
  /** Filling in the stack of an exception. */
  EXCEPTION(
      true,
      frame ->
          frame.startsWith("java.lang.Throwable.<init>")
              || frame.startsWith("java.lang.Throwable.fillInStackTrace")),
  /** Objects around primitive values. */
  BOXING(
      true,
      frame ->
          BoxNames.ALL.contains(frame)
              || (frame.startsWith("java.lang.")
                  && BoxNames.VALUE_OF.stream().anyMatch(frame::startsWith)));

  private final boolean isOfUsers;
  private final Predicate<String> isShownBy;

  WorkKind(boolean isOfUsers, Predicate<String> isShownBy) {
    this.isOfUsers = isOfUsers;
    this.isShownBy = isShownBy;
  }

  /** The name in a profile. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Stream<WorkKind> all() {
    return Arrays.stream(values());
  }

  /**
   * Whether a stack shows this kind of work.
   *
   * @param path frames, outermost first
   * @param user the place of the user's function; the number of frames when there is none
   */
  public boolean isIn(List<String> path, int user) {
    return path.subList(isOfUsers ? user : 0, path.size()).stream().anyMatch(isShownBy);
  }

  private static final class BoxNames {
    private static final List<String> TYPES =
        List.of("Integer", "Long", "Double", "Float", "Short", "Byte", "Character");
    private static final List<String> ALL =
        TYPES.stream().map(type -> "[java.lang." + type + "]").toList();
    private static final List<String> VALUE_OF =
        TYPES.stream().map(type -> "java.lang." + type + ".valueOf").toList();
  }
}
