package dev.p3.job;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of an options record. The flag is the component's name in kebab case:
 * {@code minCount} is {@code --min-count}. A number or a text without a default that need not be
 * given is an {@code OptionalLong} or an {@code Optional<String>}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
  /** What the option does, as one phrase. */
  String value();

  /** The value, as it is written on the command line, when the flag is not given. */
  String defaultValue() default "";

  /** Whether the flag must be given. */
  boolean required() default false;

  /** The word that stands for the value in help, such as {@code N}. */
  String label() default "";

  /** The smallest number allowed. */
  long min() default Long.MIN_VALUE;

  /** The largest number allowed. */
  long max() default Long.MAX_VALUE;
}
