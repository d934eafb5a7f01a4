package dev.p3.record;

import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The dates, times and spans of Java that a column may be too coarse or too small for. */
enum Moments {
  INSTANT(Instant.class, "TIMESTAMP") {
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // only this part can be too fine
    @Override
    boolean isWhole(Object instant) {
      return isWholeMicros(((Instant) instant).getNano());
    }

    @Override
    boolean isInRange(Object instant) {
      return ((Instant) instant).compareTo(FIRST) >= 0 && ((Instant) instant).compareTo(LAST) <= 0;
    }
  },
  LOCAL_DATE_TIME(LocalDateTime.class, "TIMESTAMP_NTZ") {
    @SuppressWarnings("JavaLocalDateTimeGetNano") // only this part can be too fine
    @Override
    boolean isWhole(Object time) {
      return isWholeMicros(((LocalDateTime) time).getNano());
    }

    @Override
    boolean isInRange(Object time) {
      var local = (LocalDateTime) time;
      return local.compareTo(FIRST_LOCAL) >= 0 && local.compareTo(LAST_LOCAL) <= 0;
    }
  },
  TIMESTAMP(Timestamp.class, "TIMESTAMP") {
    @Override
    boolean isWhole(Object timestamp) {
      return isWholeMicros(((Timestamp) timestamp).getNanos());
    }

    @Override
    boolean isInRange(Object timestamp) {
      long millis = ((Timestamp) timestamp).getTime();
      return -MOST_MILLIS < millis && millis < MOST_MILLIS;
    }
  },
  DURATION(Duration.class, "INTERVAL DAY TO SECOND") {
    @SuppressWarnings("JavaDurationGetSecondsGetNano") // only this part can be too fine
    @Override
    boolean isWhole(Object duration) {
      return isWholeMicros(((Duration) duration).getNano());
    }

    @Override
    boolean isInRange(Object duration) {
      return ((Duration) duration).compareTo(SHORTEST) >= 0
          && ((Duration) duration).compareTo(LONGEST) <= 0;
    }
  },
  LOCAL_DATE(LocalDate.class, "DATE") {
    @Override
    boolean isInRange(Object date) {
      long day = ((LocalDate) date).toEpochDay();
      return (int) day == day;
    }
  },
  DATE(Date.class, "DATE") {
    @Override
    boolean isInRange(Object date) {
      return Math.abs(TimeUnit.MILLISECONDS.toDays(((Date) date).getTime()))
          < Integer.MAX_VALUE - DAYS_BETWEEN_CALENDARS;
    }
  },
  PERIOD(Period.class, "INTERVAL YEAR TO MONTH") {
    @SuppressWarnings("JavaPeriodGetDays") // only this part can be too fine
    @Override
    boolean isWhole(Object period) {
      return ((Period) period).getDays() == 0;
    }

    @Override
    boolean isInRange(Object period) {
      long months = ((Period) period).toTotalMonths();
      return (int) months == months;
    }

    @Override
    String rule() {
      return "the column holds years and months, and the days would be lost";
    }

    @Override
    String remedy() {
      return "use a Duration or a number for days";
    }
  };

  private static final Instant FIRST = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);
  private static final Instant LAST = Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);
  private static final LocalDateTime FIRST_LOCAL = LocalDateTime.ofInstant(FIRST, ZoneOffset.UTC);
  private static final LocalDateTime LAST_LOCAL = LocalDateTime.ofInstant(LAST, ZoneOffset.UTC);
  private static final Duration SHORTEST = Duration.of(Long.MIN_VALUE, ChronoUnit.MICROS);
  private static final Duration LONGEST = Duration.of(Long.MAX_VALUE, ChronoUnit.MICROS);
  private static final long MOST_MILLIS = Long.MAX_VALUE / 1000;

  /** More than the Julian and the Gregorian calendar can differ by in five million years. */
  private static final int DAYS_BETWEEN_CALENDARS = 100_000;

  private final Class<?> type;
  private final String column;

  Moments(Class<?> type, String column) {
    this.type = type;
    this.column = column;
  }

  /** Those of a type; empty when it is none of these. */
  static Optional<Moments> of(Class<?> type) {
    return Arrays.stream(values()).filter(each -> each.type == type).findFirst();
  }

  /**
   * What gives back a value that a column holds as it is, or throws.
   *
   * @param path to the component
   */
  Function<Object, Object> at(String path) {
    return new Check(this, path);
  }

  /** Whether it has no part that the column is too coarse for. */
  boolean isWhole(Object value) {
    return true;
  }

  abstract boolean isInRange(Object value);

  String rule() {
    return "the column holds microseconds, and the nanoseconds would be lost";
  }

  String remedy() {
    return this == TIMESTAMP
        ? "set its nanoseconds to a multiple of 1000, or use a String"
        : "truncate it with truncatedTo(ChronoUnit.MICROS), or use a String";
  }

  private static boolean isWholeMicros(int nanos) {
    return nanos % 1000 == 0;
  }

  private record Check(Moments moments, String path)
      implements Function<Object, Object>, Serializable {
    @Override
    public Object apply(Object value) {
      if (!moments.isInRange(value)) {
        throw new CannotHold(
                path, value, moments.column, "it is out of the column's range", "use a String")
            .exception();
      }
      if (!moments.isWhole(value)) {
        throw new CannotHold(path, value, moments.column, moments.rule(), moments.remedy())
            .exception();
      }
      return value;
    }
  }
}
