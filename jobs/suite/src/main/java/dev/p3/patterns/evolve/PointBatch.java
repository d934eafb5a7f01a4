package dev.p3.patterns.evolve;

import java.util.List;

/**
 * Points that are searched together, in primitive arrays that serve one batch after the other. Not
 * thread-safe: each partition has its own.
 */
final class PointBatch {
  private static final int POINTS = 256;

  /** The most neighbours that a batch holds, so that a large k does not need large memory. */
  private static final int NEIGHBOURS = 1 << 16;

  private final PlaceArrays places;
  private final double[] latitudes;
  private final double[] longitudes;
  private final UnitVectors vectors;
  private final NearestChords[] nearest;
  private final double[] squaredChords = new double[PlaceArrays.BLOCK];
  private int size;

  PointBatch(PlaceArrays places, int k) {
    this.places = places;
    int capacity = Math.max(1, Math.min(POINTS, NEIGHBOURS / k));
    this.latitudes = new double[capacity];
    this.longitudes = new double[capacity];
    this.vectors = new UnitVectors(capacity);
    this.nearest = new NearestChords[capacity];
    for (int point = 0; point < capacity; point++) {
      nearest[point] = new NearestChords(k);
    }
  }

  boolean isFull() {
    return size == latitudes.length;
  }

  /** Adds a point in degrees. */
  void add(double latitude, double longitude) {
    latitudes[size] = latitude;
    longitudes[size] = longitude;
    vectors.put(size, latitude, longitude);
    size++;
  }

  /** Searches for all points: each block of places stays in the cache for the whole batch. */
  void search() {
    for (int from = 0; from < places.size(); from += PlaceArrays.BLOCK) {
      int to = Math.min(from + PlaceArrays.BLOCK, places.size());
      for (int point = 0; point < size; point++) {
        places.squaredChords(
            from, to, vectors.x[point], vectors.y[point], vectors.z[point], squaredChords);
        offer(nearest[point], from, to);
      }
    }
  }

  /** The neighbours of a point, once; those of the last point empty the batch. */
  List<Neighbour> drain(int point) {
    if (point == size - 1) {
      size = 0;
    }
    return nearest[point].drain(
        place -> places.kilometres(place, latitudes[point], longitudes[point]));
  }

  private void offer(NearestChords of, int from, int to) {
    double limit = of.limit();
    for (int i = 0; i < to - from; i++) {
      if (squaredChords[i] <= limit) {
        of.offer(squaredChords[i], from + i);
        limit = of.limit();
      }
    }
  }
}
