package dev.p3.record;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Sessions of Spark Connect, as on Databricks standard and serverless compute: their driver is
 * another process, and what is here is a client with Datasets and columns. It has no SparkContext,
 * and most of Spark's classes may be missing.
 *
 * <p>Thread-safe.
 */
public final class ConnectSession {
  private static final String CLIENTS = "org.apache.spark.sql.connect.";

  /** As Spark says it: a name, what it is, and a state. */
  private static final Pattern UNSUPPORTED =
      Pattern.compile(
          "\\[UNSUPPORTED_CONNECT_FEATURE[^]]*\\] (?:Feature is not supported in Spark Connect: )?([^\\r\\n]*?)[.]?(?: SQLSTATE.*)?(?:\\R|$)");

  private static final boolean IS_ONLY_CLIENT = lacks("org.apache.spark.SparkEnv");

  private ConnectSession() {}

  /** Whether the driver of a session is another process. */
  public static boolean is(SparkSession spark) {
    return IS_ONLY_CLIENT || spark.getClass().getName().startsWith(CLIENTS);
  }

  /** Whether this process has a client and no Spark; drivers and executors never are so. */
  public static boolean isOnlyClient() {
    return IS_ONLY_CLIENT;
  }

  /** Whether encoders made here are for a client. */
  static boolean isCurrent() {
    if (IS_ONLY_CLIENT) {
      return true;
    }
    Option<SparkSession> session = SparkSession.getActiveSession();
    if (session.isEmpty()) {
      session = SparkSession.getDefaultSession();
    }
    return session.isDefined() && is(session.get());
  }

  /**
   * The context of a session.
   *
   * @param purpose what it is for, as in "open a scope"
   * @throws NoContextException when the session has none
   */
  public static SparkContext context(SparkSession spark, String purpose) {
    if (is(spark)) {
      throw new NoContextException(purpose);
    }
    return spark.sparkContext();
  }

  /**
   * One sentence that says that something cannot be done through Spark Connect, why, and where it
   * can.
   */
  public static String refusal(String what, String reason) {
    return String.format(
        Locale.ROOT,
        "Cannot %s through Spark Connect: %s (run it where the program is Spark's driver: ./p3, spark-submit, EMR, Databricks dedicated compute)",
        what,
        reason);
  }

  /** Why something failed, in a sentence for {@link #refusal}, when it is for Spark Connect. */
  public static Optional<String> reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof NoContextException none) {
      return Optional.of("it has to " + none.purpose + ", which takes a SparkContext");
    }
    if (failure instanceof LinkageError) {
      String missing = message.replace('/', '.').replaceFirst("[$]$", "");
      return Optional.of("it needs a part of Spark that a client lacks, " + missing);
    }
    Matcher unsupported = UNSUPPORTED.matcher(message);
    return unsupported.lookingAt()
        ? Optional.of("it needs what only the driver has, " + unsupported.group(1))
        : Optional.empty();
  }

  private static boolean lacks(String name) {
    try {
      Class.forName(name, false, ConnectSession.class.getClassLoader());
      return false;
    } catch (ClassNotFoundException e) {
      return true;
    }
  }

  /** What was asked for takes a SparkContext, and the session has none. */
  public static final class NoContextException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String purpose; // as in "open a scope"

    NoContextException(String purpose) {
      super(refusal(purpose, "it takes a SparkContext, which such a session does not have"));
      this.purpose = purpose;
    }
  }
}
