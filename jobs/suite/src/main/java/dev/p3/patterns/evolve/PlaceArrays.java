package dev.p3.patterns.evolve;

/**
 * {@code arrays}: the places as columns of numbers. Thread-safe: what a search writes is in its
 * {@link PointBatch}.
 */
final class PlaceArrays {
  /** Places that are measured together: their vectors and squared chords fit a core's cache. */
  static final int BLOCK = 1024;

  private final PlaceCoordinates places;
  private final UnitVectors vectors;

  PlaceArrays(PlaceCoordinates places) {
    this.places = places;
    this.vectors = UnitVectors.of(places);
  }

  int size() {
    return places.size();
  }

  /**
   * The squared chords of some places to one point. Nothing but arithmetic on arrays, which the
   * virtual machine does for several places at once.
   */
  void squaredChords(int from, int to, double x, double y, double z, double[] squaredChords) {
    double[] placeX = vectors.x;
    double[] placeY = vectors.y;
    double[] placeZ = vectors.z;
    for (int i = 0; i < to - from; i++) {
      double alongX = placeX[from + i] - x;
      double alongY = placeY[from + i] - y;
      double alongZ = placeZ[from + i] - z;
      squaredChords[i] = alongX * alongX + alongY * alongY + alongZ * alongZ;
    }
  }

  double kilometres(int place, double latitude, double longitude) {
    return places.kilometres(place, latitude, longitude);
  }
}
