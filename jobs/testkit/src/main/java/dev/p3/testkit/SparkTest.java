package dev.p3.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a parameter of type {@code SparkSession}: local, with two cores, Kryo
 * with registration required, UTC, no UI, a quiet log, and a watch on functions that change what
 * they are given.
 *
 * <pre>{@code
 * @SparkTest
 * class SessionsTest {
 *   @Test
 *   void aGapEndsASession(SparkSession spark) { … }
 * }
 * }</pre>
 *
 * <p>The session is opened when the first test asks for it, shared by all tests of the JVM, and
 * stopped, its files deleted, when the JVM ends. A class that has settings of its own gets a
 * session of its own; where one of them is no setting of SQL, the SparkContext is started anew, so
 * that such classes must not run at the same time as others.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SparkExtension.class)
public @interface SparkTest {
  /** Settings of Spark, each as {@code key=value}. */
  String[] settings() default {};
}
