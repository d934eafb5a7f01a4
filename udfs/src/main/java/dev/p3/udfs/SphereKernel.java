package dev.p3.udfs;

import dev.p3.patterns.evolve.GreatCircle;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Distances, bearings and destinations on the sphere of the radius that {@code nearest} uses.
 *
 * <p>Points are in degrees. A longitude may be any finite number and is taken round the globe; a
 * latitude beyond the poles, NaN or an infinity makes the result NaN. Thread-safe.
 */
public final class SphereKernel implements ScalarFunction.ForConstants {
  private static final long serialVersionUID = 1L;

  static final StructType POINT =
      new StructType()
          .add("lat", DataTypes.DoubleType, false)
          .add("lon", DataTypes.DoubleType, false);

  /** A latitude that each call has, NaN where there is none, and its cosine. */
  private final double constant;

  private final double cosineOfConstant;

  SphereKernel() {
    this(Double.NaN);
  }

  private SphereKernel(double constant) {
    this.constant = constant;
    this.cosineOfConstant = GreatCircle.cosine(constant);
  }

  /** Knows the cosine of the first point's latitude, or of the second's. */
  @Override
  public SphereKernel knowing(Map<Integer, Object> constants) {
    Object latitude = constants.getOrDefault(0, constants.get(2));
    return latitude == null ? this : new SphereKernel((Double) latitude);
  }

  /** The great-circle distance in kilometres. */
  public double haversineKm(double lat1, double lon1, double lat2, double lon2) {
    return isLatitude(lat1) && isLatitude(lat2)
        ? GreatCircle.kilometres(
            lat1, longitude(lon1), cosine(lat1), lat2, longitude(lon2), cosine(lat2))
        : Double.NaN;
  }

  /**
   * The initial bearing of the great circle from the first point to the second, in degrees from
   * north over east: at least 0, less than 360; 0 where the points are one.
   */
  public double bearingDeg(double lat1, double lon1, double lat2, double lon2) {
    if (!isLatitude(lat1) || !isLatitude(lat2)) {
      return Double.NaN;
    }
    double east = Math.toRadians(longitude(longitude(lon2) - longitude(lon1)));
    double sine1 = Math.sin(Math.toRadians(lat1));
    double sine2 = Math.sin(Math.toRadians(lat2));
    double cosine1 = cosine(lat1);
    double cosine2 = cosine(lat2);
    double bearing =
        Math.toDegrees(
            Math.atan2(
                Math.sin(east) * cosine2, cosine1 * sine2 - sine1 * cosine2 * Math.cos(east)));
    // Adding 360 to a tiny negative angle rounds to 360.
    double positive = bearing < 0 ? bearing + 360 : bearing + 0.0;
    return positive == 360 ? 0 : positive;
  }

  /**
   * Where a great circle leads: the latitude and longitude, from -180 to 180, after some kilometres
   * with this initial bearing. A negative distance goes backwards.
   */
  public InternalRow destinationPoint(double lat, double lon, double bearing, double kilometres) {
    if (!isLatitude(lat)) {
      return new GenericInternalRow(new Object[] {Double.NaN, Double.NaN});
    }
    double angle = kilometres / GreatCircle.EARTH_RADIUS_KM;
    double sine = Math.sin(Math.toRadians(lat));
    double cosine = cosine(lat);
    double north = Math.sin(angle) * Math.cos(Math.toRadians(bearing));
    double east = Math.sin(angle) * Math.sin(Math.toRadians(bearing));
    double outwards = Math.cos(angle) * cosine - sine * north;
    double up = sine * Math.cos(angle) + cosine * north;
    double latitude = Math.toDegrees(Math.atan2(up, Math.hypot(outwards, east)));
    double longitude = longitude(longitude(lon) + Math.toDegrees(Math.atan2(east, outwards)));
    return new GenericInternalRow(
        new Object[] {Double.isNaN(longitude) ? Double.NaN : latitude, longitude});
  }

  private double cosine(double latitude) {
    return latitude == constant ? cosineOfConstant : GreatCircle.cosine(latitude);
  }

  private static boolean isLatitude(double latitude) {
    return Math.abs(latitude) <= 90;
  }

  /** The same meridian between -180 and 180; NaN of an infinity. */
  private static double longitude(double degrees) {
    return Math.abs(degrees) <= 180 ? degrees : Math.IEEEremainder(degrees, 360);
  }

  /** One is as good as another. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SphereKernel;
  }

  @Override
  public int hashCode() {
    return SphereKernel.class.hashCode();
  }
}
