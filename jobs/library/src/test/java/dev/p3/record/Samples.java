package dev.p3.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Records that the tests of this package send through encoders and Kryo. */
public final class Samples {
  private Samples() {}

  /** An enum whose constants have classes of their own. */
  public enum Cabin {
    ECONOMY {
      @Override
      int seats() {
        return 300;
      }
    },
    BUSINESS {
      @Override
      int seats() {
        return 30;
      }
    };

    abstract int seats();
  }

  /** Every primitive. */
  public record Primitives(
      boolean flag, byte tiny, short small, int medium, long large, float ratio, double measure) {}

  /** Every box, each of which may be null. */
  public record Boxes(
      Boolean flag,
      Byte tiny,
      Short small,
      Integer medium,
      Long large,
      Float ratio,
      Double measure) {}

  /** Every other type that takes one column. */
  public record Scalars(
      String text,
      @Decimal(precision = 12, scale = 3) BigDecimal price,
      BigDecimal exact,
      BigInteger count,
      Cabin cabin,
      LocalDate day,
      LocalDateTime local,
      Instant instant,
      Date sqlDay,
      Timestamp sqlInstant,
      Duration elapsed,
      Period months,
      UUID id) {}

  /** A record inside others. */
  public record Leg(String from, String to, int minutes) {}

  /** Records in every container, and containers in containers. */
  public record Trip(
      @Column("trip_id") long id,
      Leg first,
      List<Leg> legs,
      Set<Leg> distinct,
      Map<String, Leg> byName,
      Map<Cabin, List<Optional<UUID>>> tickets,
      Optional<Leg> last,
      Optional<Integer> delay) {}

  /** A generic record. */
  public record Pair<A, B>(A first, B second) {}

  /** A generic record with its arguments. */
  public record Connection(Pair<Leg, Leg> legs, Pair<String, List<Integer>> label) {}

  /** Trip with every container filled. */
  static Trip trip(long id) {
    Leg out = new Leg("JFK", "Zürich", 470);
    Leg back = new Leg(null, "JFK", 510);
    return new Trip(
        id,
        out,
        java.util.Arrays.asList(out, null, back),
        Set.of(out, back),
        Map.of("out", out, "back", back),
        Map.of(Cabin.BUSINESS, List.of(Optional.of(new UUID(1, id)), Optional.empty())),
        Optional.of(back),
        Optional.of(-7));
  }

  /** Trip with nothing but its key. */
  static Trip emptyTrip(long id) {
    return new Trip(id, null, null, null, null, null, Optional.empty(), Optional.empty());
  }

  static Scalars scalars() {
    return new Scalars(
        "Grüße \uD83D\uDE80",
        new BigDecimal("123456789.125"),
        new BigDecimal("1.000000000000000001"),
        BigInteger.TEN.pow(30),
        Cabin.ECONOMY,
        LocalDate.of(1582, 10, 4),
        LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123_456_000),
        Instant.parse("1969-12-31T23:59:59.999999Z"),
        Date.valueOf("2024-02-29"),
        Timestamp.from(Instant.parse("2024-02-29T12:00:00.000001Z")),
        Duration.ofDays(3).plusNanos(5_000),
        Period.ofMonths(25).normalized(),
        new UUID(42, -42));
  }

  static Scalars noScalars() {
    return new Scalars(
        null, null, null, null, null, null, null, null, null, null, null, null, null);
  }
}
