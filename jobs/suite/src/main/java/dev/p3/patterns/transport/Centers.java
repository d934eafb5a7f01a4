package dev.p3.patterns.transport;

import org.apache.spark.sql.Row;

/**
 * The scope of assignments.
 *
 * @param centers one after the other, scaled
 * @param scaling how points are scaled to be compared with them
 */
public record Centers(double[] centers, Scaling scaling) {
  /**
   * @param distance in scaled units
   */
  record Nearest(int cluster, double distance) {}

  /** The nearest center of a point, as {@link NearestCenters} finds it. */
  Nearest nearest(Row coordinates) {
    var point = new double[coordinates.length()];
    for (int j = 0; j < point.length; j++) {
      point[j] = scaling.scaled(coordinates.getDouble(j), j);
    }
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int at = 0; at < centers.length; at += point.length) {
      double square = LoopNearestCenters.square(point, centers, at);
      if (square < least) {
        least = square;
        nearest = at / point.length;
      }
    }
    return new Nearest(nearest, Math.sqrt(least));
  }
}
