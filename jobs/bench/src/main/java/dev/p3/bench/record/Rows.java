package dev.p3.bench.record;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records that are measured. */
public final class Rows {
  private Rows() {}

  /** A row of a fact table. */
  public record Flat(long id, int delay, double distance, boolean cancelled, String carrier)
      implements Serializable {}

  /** Twenty components, most of them primitives. */
  public record Wide(
      long id,
      int year,
      int month,
      int day,
      int departure,
      int delay,
      long scheduled,
      long actual,
      double distance,
      double fare,
      double latitude,
      double longitude,
      float load,
      short seats,
      byte stops,
      boolean cancelled,
      boolean diverted,
      String carrier,
      String origin,
      String destination)
      implements Serializable {}

  /** Records in a record. */
  public record Nested(long id, Place origin, Place destination, Passenger passenger)
      implements Serializable {}

  /** Mostly strings, some of them not ASCII. */
  public record Texts(
      long id, String title, String author, String city, String language, String summary)
      implements Serializable {}

  /** Lists, a map, a set and arrays. */
  @SuppressWarnings("ArrayRecordComponent") // arrays are among what is measured
  public record Collections(
      long id,
      List<Integer> counts,
      List<String> tags,
      Map<String, Double> scores,
      Set<String> groups,
      double[] weights)
      implements Serializable {}

  /** An airport. */
  public record Place(String code, double latitude, double longitude) implements Serializable {}

  /** A person with a home. */
  public record Passenger(String name, int age, Place home) implements Serializable {}
}
