package dev.p3.udfs;

import java.util.Locale;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Asin;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Cos;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Sin;
import org.apache.spark.sql.catalyst.expressions.Sqrt;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.ToRadians;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.collection.Seq;

/**
 * The great-circle distance in kilometres between two points in degrees, on the sphere of radius
 * 6371.0088 km (the mean radius of WGS 84).
 *
 * <p>The haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984):
 * well-conditioned for small distances. Null when an argument is null.
 */
final class HaversineKm {
  private static final double MEAN_EARTH_RADIUS_KM = 6371.0088;

  private HaversineKm() {}

  /** The expression for {@code haversine_km(lat1, lon1, lat2, lon2)}. */
  static Expression of(Seq<Expression> arguments) {
    if (arguments.size() != 4) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot call haversine_km with %d arguments (must be haversine_km(lat1, lon1, lat2, lon2), in degrees)",
              arguments.size()));
    }
    Expression latitude1 = radians(arguments.apply(0));
    Expression longitude1 = radians(arguments.apply(1));
    Expression latitude2 = radians(arguments.apply(2));
    Expression longitude2 = radians(arguments.apply(3));
    Expression haversine =
        new Add(
            squaredSineOfHalf(new Subtract(latitude2, latitude1)),
            new Multiply(
                new Multiply(new Cos(latitude1), new Cos(latitude2)),
                squaredSineOfHalf(new Subtract(longitude2, longitude1))));
    // Rounding may take the haversine of antipodes above one, where the arc sine has no value.
    Expression atMostOne = new If(new GreaterThan(haversine, number(1)), number(1), haversine);
    return new Multiply(number(2 * MEAN_EARTH_RADIUS_KM), new Asin(new Sqrt(atMostOne)));
  }

  private static Expression squaredSineOfHalf(Expression angle) {
    Expression sine = new Sin(new Divide(angle, number(2)));
    return new Multiply(sine, sine);
  }

  private static Expression radians(Expression degrees) {
    return new ToRadians(new Cast(degrees, DataTypes.DoubleType, Option.empty()));
  }

  private static Expression number(double value) {
    return new Literal(value, DataTypes.DoubleType);
  }
}
