package dev.p3.patterns.evolve;

import java.util.List;

/**
 * {@code tree}: a k-d tree over the unit vectors of the places, in primitive arrays (J. L. Bentley,
 * "Multidimensional binary search trees used for associative searching", Communications of the ACM
 * 18, 1975). On the sphere's unit vectors nothing is special about poles or the antimeridian.
 *
 * <p>A node is a range of the arrays, cut at its middle place along the axis of its largest spread;
 * a range of at most {@value #LEAF} places is a leaf. So the tree has no pointers, and 45 bytes for
 * each place, with its coordinates.
 *
 * <p>Cost: O(n log n) to build; a search looks at O(log n) places, and at all of those that are as
 * near as the k-th. Immutable.
 */
final class PlaceTree implements PlaceSearch {
  private static final int LEAF = 8;

  private final PlaceCoordinates coordinates;
  private final UnitVectors vectors;
  private final double[][] axes;

  /** The place at each index of the vectors. */
  private final int[] places;

  /** The axis that cuts the range whose middle is this index. */
  private final byte[] axisAt;

  PlaceTree(PlaceCoordinates coordinates) {
    this.coordinates = coordinates;
    this.vectors = UnitVectors.of(coordinates);
    this.axes = new double[][] {vectors.x, vectors.y, vectors.z};
    this.places = new int[coordinates.size()];
    for (int place = 0; place < places.length; place++) {
      places[place] = place;
    }
    this.axisAt = new byte[places.length];
    cut(0, places.length);
  }

  @Override
  public List<Neighbour> nearest(double latitude, double longitude, int k) {
    var search = new Search(latitude, longitude, new NearestHeap(k));
    search.visit(0, places.length);
    return search.nearest.drain();
  }

  private void cut(int from, int to) {
    if (to - from <= LEAF) {
      return;
    }
    int middle = (from + to) >>> 1;
    int axis = widestAxis(from, to);
    axisAt[middle] = (byte) axis;
    partition(axes[axis], from, to, middle);
    cut(from, middle);
    cut(middle + 1, to);
  }

  private int widestAxis(int from, int to) {
    int widest = 0;
    double largestSpread = -1;
    for (int axis = 0; axis < axes.length; axis++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        least = Math.min(least, axes[axis][i]);
        most = Math.max(most, axes[axis][i]);
      }
      if (most - least > largestSpread) {
        largestSpread = most - least;
        widest = axis;
      }
    }
    return widest;
  }

  /**
   * Moves what is smaller than the middle one before it, and what is larger behind it (C. A. R.
   * Hoare, "Algorithm 65: find", Communications of the ACM 4, 1961); fast for equal values too.
   */
  private void partition(double[] along, int from, int to, int middle) {
    int first = from;
    int last = to - 1;
    while (first < last) {
      double pivot = along[(first + last) >>> 1];
      int low = first;
      int high = last;
      while (low <= high) {
        while (along[low] < pivot) {
          low++;
        }
        while (along[high] > pivot) {
          high--;
        }
        if (low <= high) {
          swap(low++, high--);
        }
      }
      if (middle <= high) {
        last = high;
      } else if (middle >= low) {
        first = low;
      } else {
        return;
      }
    }
  }

  private void swap(int one, int other) {
    vectors.swap(one, other);
    int place = places[one];
    places[one] = places[other];
    places[other] = place;
  }

  /** The search for one point. */
  private final class Search {
    private final double latitude;
    private final double longitude;
    private final double[] point;
    private final NearestHeap nearest;

    Search(double latitude, double longitude, NearestHeap nearest) {
      this.latitude = latitude;
      this.longitude = longitude;
      this.nearest = nearest;
      var vector = new UnitVectors(1);
      vector.put(0, latitude, longitude);
      this.point = new double[] {vector.x[0], vector.y[0], vector.z[0]};
    }

    void visit(int from, int to) {
      if (to - from <= LEAF) {
        measure(from, to);
        return;
      }
      int middle = (from + to) >>> 1;
      int axis = axisAt[middle];
      double beyondCut = point[axis] - axes[axis][middle];
      if (beyondCut < 0) {
        visit(from, middle);
      } else {
        visit(middle + 1, to);
      }
      if (beyondCut * beyondCut > nearest.squaredChordLimit()) {
        return; // so is every place at and behind the cut
      }
      measure(middle, middle + 1);
      if (beyondCut < 0) {
        visit(middle + 1, to);
      } else {
        visit(from, middle);
      }
    }

    private void measure(int from, int to) {
      for (int i = from; i < to; i++) {
        double squaredChord = vectors.squaredChord(i, point[0], point[1], point[2]);
        if (squaredChord <= nearest.squaredChordLimit()) {
          nearest.offer(coordinates.kilometres(places[i], latitude, longitude), places[i]);
        }
      }
    }
  }
}
