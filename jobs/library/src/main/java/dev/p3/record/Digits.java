package dev.p3.record;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.function.Function;

/**
 * Gives back a number that a column of DECIMAL holds as it is, or throws.
 *
 * @param path to the component
 */
record Digits(String path, int precision, int scale)
    implements Function<Object, Object>, Serializable {
  @Override
  public Object apply(Object number) {
    BigDecimal decimal =
        number instanceof BigInteger whole ? new BigDecimal(whole) : (BigDecimal) number;
    if (decimal.signum() == 0) {
      return number;
    }
    long before = (long) decimal.precision() - decimal.scale();
    if (before > precision - scale) {
      throw refusal(number, before, "before", "use a wider @Decimal, or a String");
    }
    if (decimal.scale() > scale) { // so that most values need no look at their zeros
      int after = decimal.stripTrailingZeros().scale();
      if (after > scale) {
        throw refusal(
            number,
            after,
            "after",
            String.format(
                Locale.ROOT,
                "round it with setScale(%d, RoundingMode.HALF_UP), or use a wider @Decimal or a String",
                scale));
      }
    }
    return number;
  }

  private IllegalArgumentException refusal(Object number, long digits, String side, String remedy) {
    return new CannotHold(
            path,
            number,
            String.format(Locale.ROOT, "DECIMAL(%d,%d)", precision, scale),
            String.format(
                Locale.ROOT,
                "the number has %d digits %s the point, the column %d",
                digits,
                side,
                side.equals("before") ? precision - scale : scale),
            remedy)
        .exception();
  }
}
