package dev.p3.patterns.evolve;

import java.util.List;

/**
 * {@code tree}: a k-d tree over the unit vectors of the places, in primitive arrays (J. L. Bentley,
 * "Multidimensional binary search trees used for associative searching", Communications of the ACM
 * 18, 1975). On the sphere's unit vectors nothing is special about poles or the antimeridian.
 *
 * <p>A node is a range of the arrays, cut in its middle along the axis of its largest spread; a
 * range of at most {@value #LEAF} places is a leaf. The nodes are numbered as those of a binary
 * heap, so that the tree has no pointers. Of each it knows the box around its places: a point far
 * away from all is beyond no cut, but of most boxes it is farther than of the nearest place. That
 * makes up to 56 bytes for each place, with its coordinates.
 *
 * <p>Cost: O(n log n) to build; a search looks at O(log n) places, and at all of those that are as
 * near as the k-th. Immutable.
 */
final class PlaceTree implements PlaceSearch {
  private static final int LEAF = 8;
  private static final int AXES = 3;

  /** Numbers of a node's box: the least and the most on each axis. */
  private static final int BOX = 2 * AXES;

  private static final int ROOT = 1;

  private final PlaceCoordinates coordinates;
  private final UnitVectors vectors;
  private final double[][] axes;

  /** The place at each index of the vectors. */
  private final int[] places;

  /** The boxes of the nodes. */
  private final double[] boxes;

  PlaceTree(PlaceCoordinates coordinates) {
    this.coordinates = coordinates;
    this.vectors = UnitVectors.of(coordinates);
    this.axes = new double[][] {vectors.x, vectors.y, vectors.z};
    this.places = new int[coordinates.size()];
    for (int place = 0; place < places.length; place++) {
      places[place] = place;
    }
    int nodes = 2 * ROOT;
    for (int larger = places.length; larger > LEAF; larger = (larger + 1) / 2) {
      nodes *= 2;
    }
    this.boxes = new double[Math.multiplyExact(nodes, BOX)];
    cut(ROOT, 0, places.length);
  }

  @Override
  public List<Neighbour> nearest(double latitude, double longitude, int k) {
    var search = new Search(latitude, longitude, k);
    search.visit(ROOT, 0, places.length);
    return search.nearest.drain(place -> coordinates.kilometres(place, latitude, longitude));
  }

  private void cut(int node, int from, int to) {
    int widest = box(node, from, to);
    if (to - from > LEAF) {
      int middle = (from + to) >>> 1;
      partition(axes[widest], from, to, middle);
      cut(2 * node, from, middle);
      cut(2 * node + 1, middle, to);
    }
  }

  /** Notes the box around some places, and gives the axis on which it is widest. */
  private int box(int node, int from, int to) {
    int widest = 0;
    double largestSpread = -1;
    for (int axis = 0; axis < AXES; axis++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        least = Math.min(least, axes[axis][i]);
        most = Math.max(most, axes[axis][i]);
      }
      boxes[node * BOX + 2 * axis] = least;
      boxes[node * BOX + 2 * axis + 1] = most;
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
    private final double x;
    private final double y;
    private final double z;
    private final NearestChords nearest;

    Search(double latitude, double longitude, int k) {
      var vector = new UnitVectors(1);
      vector.put(0, latitude, longitude);
      this.x = vector.x[0];
      this.y = vector.y[0];
      this.z = vector.z[0];
      this.nearest = new NearestChords(k);
    }

    void visit(int node, int from, int to) {
      if (to - from <= LEAF) {
        for (int i = from; i < to; i++) {
          nearest.offer(vectors.squaredChord(i, x, y, z), places[i]);
        }
        return;
      }
      int middle = (from + to) >>> 1;
      double toLower = squaredDistance(2 * node);
      double toUpper = squaredDistance(2 * node + 1);
      if (toLower <= toUpper) {
        visitWithin(toLower, 2 * node, from, middle);
        visitWithin(toUpper, 2 * node + 1, middle, to);
      } else {
        visitWithin(toUpper, 2 * node + 1, middle, to);
        visitWithin(toLower, 2 * node, from, middle);
      }
    }

    private void visitWithin(double squaredDistance, int node, int from, int to) {
      if (squaredDistance <= nearest.limit()) {
        visit(node, from, to);
      }
    }

    /** As computed, no more than the squared chord of any place in the node's box. */
    private double squaredDistance(int node) {
      double alongX = outside(x, node * BOX);
      double alongY = outside(y, node * BOX + 2);
      double alongZ = outside(z, node * BOX + 4);
      return alongX * alongX + alongY * alongY + alongZ * alongZ;
    }

    private double outside(double at, int side) {
      return Math.max(0, Math.max(boxes[side] - at, at - boxes[side + 1]));
    }
  }
}
