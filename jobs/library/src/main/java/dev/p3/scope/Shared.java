package dev.p3.scope;

/**
 * The values of a scope where no record can be declared, as in Scala's notebooks: one value of any
 * type, such as a map, a tuple or a case class.
 *
 * <pre>{@code
 * val scope = Scope.open(spark, Shared.of(stateByAirport))
 * scope.on(flights).map((shared, flight) => shared.value.get(flight.origin), Encoders.STRING)
 * }</pre>
 *
 * @param value not null
 */
public record Shared<T>(T value) {
  /** The value, to be handed to {@link Scope#open}. */
  public static <T> Shared<T> of(T value) {
    return new Shared<>(value);
  }
}
