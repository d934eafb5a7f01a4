package dev.p3.patterns.evolve;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.asin;
import static org.apache.spark.sql.functions.cos;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.radians;
import static org.apache.spark.sql.functions.sin;
import static org.apache.spark.sql.functions.sqrt;

import org.apache.spark.sql.Column;

/**
 * Distances on the sphere, in Java and as Spark's expressions: the same operations in the same
 * order on both sides, so that every rung finds the same bits.
 *
 * <p>The haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984),
 * in a form that is exact where it matters for ties: differences are taken in degrees, the short
 * way round, and the cosine of a latitude is the sine of what is left to the pole. So a pole has
 * one distance whatever its longitude, and 180° and -180° are one meridian.
 *
 * <p>Which places are worth measuring is told by the squared chord between unit vectors, which
 * needs no trigonometry.
 */
public final class GreatCircle {
  /** The mean radius of WGS 84. */
  public static final double EARTH_RADIUS_KM = 6371.0088;

  /**
   * More than rounding can move a chord, on the unit sphere: coordinates of unit vectors are off by
   * less than 1e-15, and this is a hundred times as much; on the ground, less than a micrometre.
   */
  private static final double CHORD_MARGIN = 1e-13;

  private GreatCircle() {}

  /** The distance in kilometres between two points in degrees. */
  public static double kilometres(
      double latitude1, double longitude1, double latitude2, double longitude2) {
    return kilometres(
        latitude1, longitude1, cosine(latitude1), latitude2, longitude2, cosine(latitude2));
  }

  /** As {@link #kilometres}, where the {@link #cosine} of a latitude is known. */
  public static double kilometres(
      double latitude1,
      double longitude1,
      double cosine1,
      double latitude2,
      double longitude2,
      double cosine2) {
    double apart = Math.abs(longitude2 - longitude1);
    double haversine =
        squaredSineOfHalf(latitude2 - latitude1)
            + cosine1 * cosine2 * squaredSineOfHalf(Math.min(apart, 360 - apart));
    // Rounding may take the haversine of antipodes above one, where the arc sine has no value.
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(haversine, 1)));
  }

  /** {@link #kilometres(double, double, double, double)} as an expression. */
  static Column kilometres(
      Column latitude1, Column longitude1, Column latitude2, Column longitude2) {
    Column apart = abs(longitude2.minus(longitude1));
    Column haversine =
        squaredSineOfHalf(latitude2.minus(latitude1))
            .plus(
                cosine(latitude1)
                    .multiply(cosine(latitude2))
                    .multiply(squaredSineOfHalf(least(apart, lit(360d).minus(apart)))));
    return lit(2 * EARTH_RADIUS_KM).multiply(asin(sqrt(least(haversine, lit(1d)))));
  }

  /** The cosine of a latitude in degrees: zero at the poles. */
  public static double cosine(double latitude) {
    return Math.sin(Math.toRadians(90 - Math.abs(latitude)));
  }

  /** The unit vector of a point in degrees: x, y and z. */
  static Column[] unitVector(Column latitude, Column longitude) {
    Column cosine = cosine(latitude);
    return new Column[] {
      cosine.multiply(cos(radians(longitude))),
      cosine.multiply(sin(radians(longitude))),
      sin(radians(latitude))
    };
  }

  /** The largest squared chord, as computed, of a place that may be no farther than one of this. */
  static double squaredChordWithin(double squaredChord) {
    double chord = Math.sqrt(squaredChord) + CHORD_MARGIN;
    return chord * chord;
  }

  /** {@link #squaredChordWithin(double)} as an expression. */
  static Column squaredChordWithin(Column squaredChord) {
    Column chord = sqrt(squaredChord).plus(CHORD_MARGIN);
    return chord.multiply(chord);
  }

  private static double squaredSineOfHalf(double degrees) {
    double sine = Math.sin(Math.toRadians(0.5 * degrees));
    return sine * sine;
  }

  private static Column squaredSineOfHalf(Column degrees) {
    Column sine = sin(radians(lit(0.5).multiply(degrees)));
    return sine.multiply(sine);
  }

  private static Column cosine(Column latitude) {
    return sin(radians(lit(90d).minus(abs(latitude))));
  }
}
