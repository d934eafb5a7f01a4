package dev.p3.patterns;

import dev.p3.record.Decimal;
import dev.p3.record.Records;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.SparkSession;

/** Rows of a client's own, whose classes are not in p3's jar and have to be sent. */
final class ConnectRecords {
  static final Trip TRIP =
      new Trip(
          1,
          "ZRH",
          Cabin.BUSINESS,
          Optional.of(540),
          null,
          new Quantities(new BigDecimal("12.250"), BigInteger.TEN.pow(30), new Seats(3, 4)),
          new Times(
              LocalDate.of(2024, 2, 29),
              LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123_456_000),
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              Duration.ofDays(3).plusNanos(5_000),
              Period.ofMonths(25).normalized()),
          new UUID(42, -42),
          List.of(new Leg("JFK", 6300.5)),
          Set.of("late"),
          Map.of("first", new Leg("SFO", 0.25)));

  private ConnectRecords() {}

  enum Cabin {
    ECONOMY,
    BUSINESS
  }

  /** Numbers of many digits, and an array. */
  public record Quantities(
      @Decimal(precision = 12, scale = 3) BigDecimal price, BigInteger count, Seats seats) {}

  /** Whose array is shown by its elements. */
  public record Seats(int... numbers) {
    @Override
    public String toString() {
      return Arrays.toString(numbers);
    }
  }

  /** Dates and times. */
  public record Times(
      LocalDate day, LocalDateTime local, Instant instant, Duration elapsed, Period months) {}

  /** A record in containers. */
  public record Leg(String to, double km) {}

  /** A row with every kind of component. */
  public record Trip(
      long id,
      String from,
      Cabin cabin,
      Optional<Integer> minutes,
      Double fare,
      Quantities quantities,
      Times times,
      UUID ticket,
      List<Leg> legs,
      Set<String> labels,
      Map<String, Leg> byName) {
    /** What the server makes of it. */
    Trip next() {
      return new Trip(
          id + 1,
          from,
          Cabin.ECONOMY,
          Optional.empty(),
          fare,
          quantities,
          times,
          ticket,
          legs,
          labels,
          byName);
    }
  }

  /** Encoded here, decoded and encoded by the server, decoded here. */
  static List<Trip> sent(SparkSession spark) throws IOException {
    for (Class<?> type :
        List.of(
            Trip.class,
            Leg.class,
            Times.class,
            Seats.class,
            Quantities.class,
            Cabin.class,
            ConnectRecords.class)) {
      String file = type.getName().replace('.', '/') + ".class";
      try (InputStream bytes = ConnectRecords.class.getResourceAsStream('/' + file)) {
        spark.addArtifact(bytes.readAllBytes(), file);
      }
    }
    return spark
        .createDataset(List.of(TRIP), Records.encoder(Trip.class))
        .map((MapFunction<Trip, Trip>) Trip::next, Records.encoder(Trip.class))
        .collectAsList();
  }

  /** The same columns, found by their names. */
  static List<Trip> found(SparkSession spark) {
    return Records.as(
            spark.createDataset(List.of(TRIP), Records.encoder(Trip.class)).toDF(), Trip.class)
        .collectAsList();
  }
}
