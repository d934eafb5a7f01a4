package dev.p3.table;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.spark.sql.api.java.UDF1;

/**
 * The value of a number, where a DECIMAL of these digits holds it as it is; else null, also for NaN
 * and the infinities.
 */
public record ExactDecimal(int precision, int scale) implements UDF1<Number, BigDecimal> {
  @Override
  public BigDecimal call(Number number) {
    if (number == null || (isFloating(number) && !Double.isFinite(number.doubleValue()))) {
      return null;
    }
    BigDecimal exact = exact(number);
    if (exact.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    boolean isHeld =
        (long) exact.precision() - exact.scale() <= precision - scale
            && (exact.scale() <= scale || exact.stripTrailingZeros().scale() <= scale);
    return isHeld ? exact.setScale(scale, RoundingMode.UNNECESSARY) : null;
  }

  private static boolean isFloating(Number number) {
    return number instanceof Double || number instanceof Float;
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return isFloating(number)
        ? new BigDecimal(number.doubleValue())
        : BigDecimal.valueOf(number.longValue());
  }
}
