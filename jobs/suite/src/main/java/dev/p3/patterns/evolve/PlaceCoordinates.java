package dev.p3.patterns.evolve;

import java.io.Serializable;

/**
 * Where the places are, in degrees, by their numbers. What every rung builds its own form of the
 * places from.
 */
final class PlaceCoordinates implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] latitudes;
  private final double[] longitudes;

  /** Takes the arrays as they are; nobody else may change them. */
  PlaceCoordinates(double[] latitudes, double[] longitudes) {
    this.latitudes = latitudes;
    this.longitudes = longitudes;
  }

  int size() {
    return latitudes.length;
  }

  double latitude(int place) {
    return latitudes[place];
  }

  double longitude(int place) {
    return longitudes[place];
  }

  /** The distance of a place from a point in degrees. */
  double kilometres(int place, double latitude, double longitude) {
    return GreatCircle.kilometres(latitude, longitude, latitudes[place], longitudes[place]);
  }
}
