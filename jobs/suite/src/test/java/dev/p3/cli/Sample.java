package dev.p3.cli;

/** The bundled samples, as class-path resources. */
final class Sample {
  static final String MOBY_DICK = "/samples/moby-dick/moby-dick.txt";
  static final String FLIGHTS = "/samples/us-flights/flights.parquet";

  private Sample() {}
}
