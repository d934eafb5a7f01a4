package dev.p3.run.figures;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * Counts the executors of a standalone cluster that ended before they had reached the driver, of
 * which Spark tells in its log alone. Where that goes elsewhere than to Log4j, none is counted.
 *
 * <p>Thread-safe. One at a time in a JVM.
 */
public final class EndedExecutors implements AutoCloseable {
  /** What to do where they end as soon as they are started. */
  public static final String REMEDY =
      "look at work/APPLICATION/NUMBER/stderr on the workers: their Java may be too old (17 or later is needed), or they cannot reach the driver (spark.driver.host; behind NAT the outer address, and spark.driver.bindAddress=0.0.0.0)";

  private static final String LOGGER =
      "org.apache.spark.deploy.client.StandaloneAppClient$ClientEndpoint";
  private static final Pattern ENDED =
      Pattern.compile("Executor updated: \\S+ is now (?:EXITED|FAILED|LOST)(?: \\((.*)\\))?");

  private final AtomicInteger count = new AtomicInteger();
  private final AtomicReference<String> reason = new AtomicReference<>("");
  private final Optional<LoggerContext> logs;

  /** Listens from now on. */
  public EndedExecutors() {
    Logger before = LogManager.getLogger(LOGGER);
    logs =
        LogManager.getContext(false) instanceof LoggerContext context
            ? Optional.of(context)
            : Optional.empty();
    logs.ifPresent(
        context -> {
          // What is shown stays as it is.
          var listener = new LoggerConfig(LOGGER, Level.INFO, before.isInfoEnabled());
          var appender = new Appender();
          appender.start();
          listener.addAppender(appender, Level.INFO, null);
          context.getConfiguration().addLogger(LOGGER, listener);
          context.updateLoggers();
        });
  }

  /** How many have ended so far. */
  public int count() {
    return count.get();
  }

  /** Why the last one ended, in Spark's words, such as "Command exited with code 1". */
  public String reason() {
    return reason.get();
  }

  /** How many have ended, and why the last one did. */
  String text() {
    return String.format(Locale.ROOT, "%d ended at once (%s)", count(), reason());
  }

  @Override
  public void close() {
    logs.ifPresent(
        context -> {
          context.getConfiguration().removeLogger(LOGGER);
          context.updateLoggers();
        });
  }

  private final class Appender extends AbstractAppender {
    Appender() {
      super("ended-executors", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      Matcher ended = ENDED.matcher(event.getMessage().getFormattedMessage());
      if (ended.find()) {
        reason.set(Optional.ofNullable(ended.group(1)).orElse("no reason is given"));
        count.incrementAndGet();
      }
    }
  }
}
