package dev.p3.patterns.separate;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Days and moments in their usual forms, read from bytes without an object in between: those of
 * java.time were a twelfth of what ingesting a table allocates.
 */
final class UsualMoment {
  private static final int LENGTH_OF_DAY = "0000-00-00".length();
  private static final int LENGTH = "0000-00-00 00:00:00".length();
  private static final int LENGTH_WITH_MILLIS = "0000-00-00 00:00:00.000".length();
  private static final long SECONDS_OF_DAY = 24 * 60 * 60;
  private static final long MICROS_OF_SECOND = 1_000_000;
  private static final int MICROS_OF_MILLI = 1000;
  private static final int NANOS_OF_MICRO = 1000;
  private static final int[] DAYS_BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
  };
  private static final long DAYS_TO_1970 = 719_528;

  private UsualMoment() {}

  /** Whether the text is a day of the calendar. */
  static boolean isDay(byte[] text) {
    return isDay(text, 0, text.length);
  }

  /** Whether the text between two places is a day of the calendar. */
  static boolean isDay(byte[] text, int from, int to) {
    return to - from == LENGTH_OF_DAY && beginsWithDay(text, from);
  }

  /** Whether the text is a day of the calendar and a time of day. */
  static boolean isMoment(byte[] text) {
    return isMoment(text, 0, text.length);
  }

  /** Whether the text between two places is a day of the calendar and a time of day. */
  static boolean isMoment(byte[] text, int from, int to) {
    boolean hasMillis = to - from == LENGTH_WITH_MILLIS;
    return (hasMillis || to - from == LENGTH)
        && beginsWithDay(text, from)
        && (text[from + 10] == ' ' || text[from + 10] == 'T')
        && isBelow(24, text, from + 11)
        && text[from + 13] == ':'
        && isBelow(60, text, from + 14)
        && text[from + 16] == ':'
        && isBelow(60, text, from + 17)
        && (!hasMillis
            || (text[from + 19] == '.'
                && isBelow(100, text, from + 20)
                && isDigit(text[from + 22])));
  }

  /** The days since 1970-01-01 of a text that {@link #isDay} or begins with one. */
  static int day(byte[] text) {
    return day(text, 0);
  }

  /** As {@link #day(byte[])}, of a text that begins at a place. */
  static int day(byte[] text, int from) {
    int year = year(text, from);
    int month = two(text, from + 5);
    long leapDaysBefore =
        year == 0 ? 0 : (year + 3L) / 4 - (year + 99L) / 100 + (year + 399L) / 400;
    long leapDay = month > 2 && Year.isLeap(year) ? 1 : 0;
    return (int)
        (365L * year
            + leapDaysBefore
            + DAYS_BEFORE_MONTH[month - 1]
            + leapDay
            + two(text, from + 8)
            - 1
            - DAYS_TO_1970);
  }

  /** The time of a text that {@link #isMoment}, in no zone. */
  static LocalDateTime local(byte[] text) {
    return local(text, 0, text.length);
  }

  private static LocalDateTime local(byte[] text, int from, int to) {
    return LocalDateTime.ofEpochSecond(
        seconds(text, from), microsOfSecond(text, from, to) * NANOS_OF_MICRO, ZoneOffset.UTC);
  }

  /**
   * The zone that Spark means, when Java understands its name: Spark takes {@code +8:00} besides,
   * and what understands that is not on clients of Spark Connect.
   */
  static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name, ZoneId.SHORT_IDS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What time it is in a zone. */
  static final class Clock implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ZoneRules rules;
    private final boolean isFixed;

    /** In seconds, of a zone that has always the same. */
    private final int offset;

    Clock(ZoneId zone) {
      this.rules = zone.getRules();
      this.isFixed = rules.isFixedOffset();
      this.offset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
    }

    /**
     * The microseconds since 1970 of a text that {@link UsualMoment#isMoment}: where clocks are set
     * back the earlier moment, and a time that they leave out is as much later as they are set.
     */
    long micros(byte[] text) {
      return micros(text, 0, text.length);
    }

    /** As {@link #micros(byte[])}, of a text between two places. */
    long micros(byte[] text, int from, int to) {
      int east = isFixed ? offset : rules.getOffset(local(text, from, to)).getTotalSeconds();
      return (seconds(text, from) - east) * MICROS_OF_SECOND + microsOfSecond(text, from, to);
    }
  }

  /** Since 1970, as clocks in UTC have them. */
  private static long seconds(byte[] text, int from) {
    return day(text, from) * SECONDS_OF_DAY
        + (two(text, from + 11) * 60L + two(text, from + 14)) * 60
        + two(text, from + 17);
  }

  private static int microsOfSecond(byte[] text, int from, int to) {
    return to - from == LENGTH
        ? 0
        : (10 * two(text, from + 20) + digit(text, from + 22)) * MICROS_OF_MILLI;
  }

  private static boolean beginsWithDay(byte[] text, int from) {
    return isBelow(100, text, from)
        && isBelow(100, text, from + 2)
        && text[from + 4] == '-'
        && isBelow(13, text, from + 5)
        && text[from + 7] == '-'
        && isBelow(32, text, from + 8)
        && two(text, from + 5) > 0
        && two(text, from + 8) > 0
        && two(text, from + 8) <= daysOfMonth(year(text, from), two(text, from + 5));
  }

  /** Whether two digits are there, and their number is below another. */
  private static boolean isBelow(int limit, byte[] text, int at) {
    return isDigit(text[at]) && isDigit(text[at + 1]) && two(text, at) < limit;
  }

  static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  private static int daysOfMonth(int year, int month) {
    return month == 2 && Year.isLeap(year)
        ? 29
        : DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1];
  }

  private static int year(byte[] text, int from) {
    return 100 * two(text, from) + two(text, from + 2);
  }

  private static int two(byte[] text, int at) {
    return 10 * digit(text, at) + digit(text, at + 1);
  }

  private static int digit(byte[] text, int at) {
    return text[at] - '0';
  }
}
