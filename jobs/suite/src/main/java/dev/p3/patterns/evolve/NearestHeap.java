package dev.p3.patterns.evolve;

import java.util.Arrays;
import java.util.List;

/**
 * The nearest k of the places offered: a binary heap over primitive arrays, the farthest at its
 * root. Memory is k, whatever is offered. Not thread-safe.
 */
final class NearestHeap {
  private final double[] kilometres;
  private final int[] places;
  private int size;

  NearestHeap(int k) {
    this.kilometres = new double[k];
    this.places = new int[k];
  }

  /** Keeps the place if it is one of the nearest so far. */
  void offer(double distance, int place) {
    if (size < places.length) {
      siftUp(size++, distance, place);
    } else if (isNearer(distance, place, 0)) {
      siftDown(distance, place);
    }
  }

  /** Takes everything out, nearest first. */
  List<Neighbour> drain() {
    var neighbours = new Neighbour[size];
    while (size > 0) {
      neighbours[--size] = new Neighbour(kilometres[0], places[0]);
      siftDown(kilometres[size], places[size]);
    }
    return Arrays.asList(neighbours);
  }

  private void siftUp(int from, double distance, int place) {
    int child = from;
    while (child > 0) {
      int parent = (child - 1) >>> 1;
      if (!isNearer(kilometres[parent], places[parent], distance, place)) {
        break;
      }
      put(child, kilometres[parent], places[parent]);
      child = parent;
    }
    put(child, distance, place);
  }

  /** Replaces the root. */
  private void siftDown(double distance, int place) {
    int parent = 0;
    for (int child = 1; child < size; child = 2 * parent + 1) {
      if (child + 1 < size && isNearer(kilometres[child], places[child], child + 1)) {
        child++;
      }
      if (!isNearer(distance, place, child)) {
        break;
      }
      put(parent, kilometres[child], places[child]);
      parent = child;
    }
    put(parent, distance, place);
  }

  private void put(int index, double distance, int place) {
    kilometres[index] = distance;
    places[index] = place;
  }

  private boolean isNearer(double distance, int place, int index) {
    return isNearer(distance, place, kilometres[index], places[index]);
  }

  /** The order of {@link Neighbour}, without the objects. */
  private static boolean isNearer(double distance, int place, double otherDistance, int other) {
    return distance < otherDistance || (distance == otherDistance && place < other);
  }
}
