package dev.p3.job;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of an options record. The flag is the component's name in kebab case:
 * {@code minCount} is {@code --min-count}. {@link OptionsRecord} lists the types that a component
 * may have; a value without a default that need not be given is an {@code Optional} or an {@code
 * OptionalLong}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
  /** What the option does, as one phrase. */
  String value();

  /** The value, as it is written on the command line, when the flag is not given. */
  String defaultValue() default "";

  /** Whether the flag must be given; a list then has at least one value. */
  boolean required() default false;

  /** What stands for the value in help, for example {@code N}; {@code VALUE} when empty. */
  String label() default "";

  /** The smallest number allowed; for a list, of each. */
  long min() default Long.MIN_VALUE;

  /** The largest number allowed; for a list, of each. */
  long max() default Long.MAX_VALUE;
}
