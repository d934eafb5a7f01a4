package dev.p3.patterns.evolve;

import java.util.Random;

/** The sphere once more, by another formula, and points on it. */
final class Sphere {
  static final double RADIUS_KM = 6371.0088;

  private Sphere() {}

  /**
   * Vincenty's formula for the special case of a sphere: accurate for all distances, and without
   * haversines.
   */
  static double kilometres(double lat1, double lon1, double lat2, double lon2) {
    double phi1 = StrictMath.toRadians(lat1);
    double phi2 = StrictMath.toRadians(lat2);
    double apart = StrictMath.toRadians(lon2 - lon1);
    double across = StrictMath.cos(phi2) * StrictMath.sin(apart);
    double up =
        StrictMath.cos(phi1) * StrictMath.sin(phi2)
            - StrictMath.sin(phi1) * StrictMath.cos(phi2) * StrictMath.cos(apart);
    double along =
        StrictMath.sin(phi1) * StrictMath.sin(phi2)
            + StrictMath.cos(phi1) * StrictMath.cos(phi2) * StrictMath.cos(apart);
    return RADIUS_KM * StrictMath.atan2(StrictMath.hypot(across, up), along);
  }

  /**
   * Latitude and longitude of a point: now anywhere, now on a coarse grid (so that points coincide
   * and are symmetrical), now in one small town, now at an edge of the map.
   */
  static double[] point(Random random) {
    return switch (random.nextInt(4)) {
      case 0 ->
          new double[] {
            Math.toDegrees(Math.asin(2 * random.nextDouble() - 1)), 360 * random.nextDouble() - 180
          };
      case 1 -> new double[] {30 * random.nextInt(7) - 90, 30 * random.nextInt(13) - 180};
      case 2 ->
          new double[] {48.85 + random.nextInt(100) * 1e-9, 2.35 + random.nextInt(100) * 1e-9};
      default ->
          new double[] {
            random.nextBoolean() ? 90 - random.nextInt(3) * 1e-7 : -90,
            random.nextBoolean() ? 180 - random.nextInt(3) * 1e-7 : -180
          };
    };
  }
}
