package dev.p3.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The precision and scale of every BigDecimal in a component, also of those in its containers. A
 * BigDecimal without it is a DECIMAL(38, 18).
 *
 * <p>A value with more digits than that, before or after the point, is an error of the task that
 * names the component, whatever {@code spark.sql.ansi.enabled} says: nothing is rounded. Zeros at
 * the end of a fraction are no digits in this sense.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Decimal {
  /** Digits in all, 1 to 38. */
  int precision();

  /** Digits after the point, 0 to the precision. */
  int scale();
}
