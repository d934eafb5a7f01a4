package dev.p3.patterns.separate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** Held to java.time, and to the reader of the twin, which reads by an expression. */
class UsualMomentTest {
  private static final Pattern USUAL =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?");

  /** Clocks are set in some, and stood otherwise by odd seconds before some year in others. */
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("+05:45"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Lord_Howe"));

  @Test
  void knowsEveryDayOfTheCalendar() {
    LocalDate end = LocalDate.of(10_000, 1, 1);
    for (LocalDate day = LocalDate.of(0, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
      byte[] text = bytes(day.toString());
      assertThat(UsualMoment.isDay(text)).isTrue();
      assertThat(UsualMoment.day(text)).isEqualTo((int) day.toEpochDay());
    }
  }

  @Property(tries = 2000)
  void readsWhatIsUsualAsTheTwinDoesAndNothingElse(@ForAll long seed) {
    var random = new Random(seed);
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    String text = text(random);
    byte[] bytes = bytes(text);
    Object moment = twin(text, DataTypes.TimestampType, zone);

    assertThat(UsualMoment.isMoment(bytes))
        .as(text)
        .isEqualTo(moment != null && USUAL.matcher(text).matches());
    if (UsualMoment.isMoment(bytes)) {
      assertThat(new UsualMoment.Clock(zone).micros(bytes))
          .as("%s in %s", text, zone)
          .isEqualTo(micros((Instant) moment));
      assertThat(UsualMoment.local(bytes)).isEqualTo(LocalDateTime.parse(text.replace(' ', 'T')));
    }
    String start = text.substring(0, Math.min(10, text.length()));
    assertThat(UsualMoment.isDay(bytes(start)))
        .as(start)
        .isEqualTo(
            twin(start, DataTypes.DateType, zone) != null && start.matches("\\d{4}-\\d{2}-\\d{2}"));
  }

  /** A moment near a change of clocks or anywhere, of which characters may be others. */
  private static String text(Random random) {
    LocalDateTime local =
        random.nextBoolean()
            ? LocalDateTime.of(2001, random.nextBoolean() ? 3 : 10, 24 + random.nextInt(8), 0, 0)
                .plusSeconds(random.nextInt(86_400))
            : LocalDateTime.of(random.nextInt(10_000), 1, 1, 0, 0)
                .plusSeconds(random.nextInt(365 * 86_400));
    String time =
        DateTimeFormatter.ofPattern(random.nextBoolean() ? "HH:mm:ss" : "HH:mm:ss.SSS")
            .format(local.plus(random.nextInt(1000), ChronoUnit.MILLIS));
    var text =
        new StringBuilder(
            DateTimeFormatter.ofPattern("uuuu-MM-dd").format(local)
                + (random.nextBoolean() ? ' ' : 'T')
                + time);
    return damaged(text, random);
  }

  private static String damaged(StringBuilder text, Random random) {
    for (int left = Math.max(0, random.nextInt(5) - 2); left > 0; left--) {
      text.setCharAt(random.nextInt(text.length()), "012369-:T. ".charAt(random.nextInt(11)));
    }
    return text.toString();
  }

  /** Null where it reads none. */
  private static Object twin(String text, DataType type, ZoneId zone) {
    try {
      return new TextReader(zone).value(text, new ColumnRule("x", type, false));
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  private static long micros(Instant moment) {
    return moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1000;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
