package dev.p3.patterns.evolve;

import java.util.Arrays;
import java.util.List;

/**
 * Which of the places offered may be among the nearest k, by their squared chords, for which no
 * angle is computed: only what is left in the end is measured. The measuring of each place that was
 * the nearest so far was a third of the search in a tree.
 *
 * <p>The least k chords are in a binary heap, the largest at its root. A place stays as long as its
 * chord is within what rounding can make of that one.
 *
 * <p>Memory is k, and the places as near as the k-th, whatever is offered. Not thread-safe.
 */
final class NearestChords {
  private static final int FEW = 16;

  /** Measures what is left. */
  interface Measure {
    double kilometres(int place);
  }

  private final double[] least;
  private int size;
  private double limit = Double.POSITIVE_INFINITY;
  private double[] chords;
  private int[] places;
  private int candidates;

  NearestChords(int k) {
    this.least = new double[k];
    this.chords = new double[k + FEW];
    this.places = new int[k + FEW];
  }

  /** A place whose squared chord is larger need not be offered: it would not be kept. */
  double limit() {
    return limit;
  }

  /** Keeps a place if it may be one of the nearest so far. */
  void offer(double squaredChord, int place) {
    if (squaredChord > limit) {
      return;
    }
    if (candidates == chords.length) {
      makeRoom();
    }
    chords[candidates] = squaredChord;
    places[candidates++] = place;
    if (size < least.length) {
      siftUp(squaredChord);
    } else if (squaredChord < least[0]) {
      siftDown(squaredChord);
    } else {
      return;
    }
    if (size == least.length) {
      limit = GreatCircle.squaredChordWithin(least[0]);
    }
  }

  /** Takes everything out, nearest first. */
  List<Neighbour> drain(Measure measure) {
    var nearest = new NearestHeap(least.length);
    for (int i = 0; i < candidates; i++) {
      if (chords[i] <= limit) {
        nearest.offer(measure.kilometres(places[i]), places[i]);
      }
    }
    candidates = 0;
    size = 0;
    limit = Double.POSITIVE_INFINITY;
    return nearest.drain();
  }

  private void makeRoom() {
    int kept = 0;
    for (int i = 0; i < candidates; i++) {
      if (chords[i] <= limit) {
        chords[kept] = chords[i];
        places[kept++] = places[i];
      }
    }
    candidates = kept;
    if (candidates > chords.length / 2) {
      chords = Arrays.copyOf(chords, 2 * chords.length);
      places = Arrays.copyOf(places, chords.length);
    }
  }

  private void siftUp(double chord) {
    int child = size++;
    while (child > 0 && least[(child - 1) >>> 1] < chord) {
      least[child] = least[(child - 1) >>> 1];
      child = (child - 1) >>> 1;
    }
    least[child] = chord;
  }

  /** Replaces the root. */
  private void siftDown(double chord) {
    int parent = 0;
    for (int child = 1; child < size; child = 2 * parent + 1) {
      if (child + 1 < size && least[child + 1] > least[child]) {
        child++;
      }
      if (chord >= least[child]) {
        break;
      }
      least[parent] = least[child];
      parent = child;
    }
    least[parent] = chord;
  }
}
