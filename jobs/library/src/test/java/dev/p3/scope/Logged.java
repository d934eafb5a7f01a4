package dev.p3.scope;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Keeps the warnings of one class. */
final class Logged extends AbstractAppender {
  private final List<String> messages = new CopyOnWriteArrayList<>();

  private Logged() {
    super("kept", null, null, true, Property.EMPTY_ARRAY);
  }

  /** The warnings and errors of a class from now on, each after its level. */
  static List<String> by(Class<?> type) {
    var kept = new Logged();
    kept.start();
    Logger logger = (Logger) LogManager.getLogger(type);
    logger.addAppender(kept);
    Configurator.setLevel(logger, Level.WARN);
    return kept.messages;
  }

  @Override
  public void append(LogEvent event) {
    messages.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
  }
}
