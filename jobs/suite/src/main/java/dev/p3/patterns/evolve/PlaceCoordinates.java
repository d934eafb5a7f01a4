package dev.p3.patterns.evolve;

import dev.p3.scope.PerExecutor;

/**
 * Where the places are, in degrees, by their numbers. What every rung builds its own form of the
 * places from.
 */
final class PlaceCoordinates {
  private final double[] latitudes;
  private final double[] longitudes;

  /** Takes the arrays as they are; the caller must not change them. */
  PlaceCoordinates(double[] latitudes, double[] longitudes) {
    this.latitudes = latitudes;
    this.longitudes = longitudes;
  }

  /** How an executor makes these coordinates: what travels is the arrays. */
  PerExecutor.Recipe<PlaceCoordinates> recipe() {
    double[] north = latitudes;
    double[] east = longitudes;
    return () -> new PlaceCoordinates(north, east);
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
