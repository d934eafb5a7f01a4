package dev.p3.patterns.evolve;

import java.util.List;

/** Finds the places nearest to one point. Thread-safe: the tasks of an executor share it. */
@FunctionalInterface
interface PlaceSearch {
  /**
   * The nearest places in the order of {@link Neighbour}.
   *
   * @param latitude of the point, in degrees
   * @param longitude of the point, in degrees
   * @param k how many, at most the number of places
   */
  List<Neighbour> nearest(double latitude, double longitude, int k);
}
