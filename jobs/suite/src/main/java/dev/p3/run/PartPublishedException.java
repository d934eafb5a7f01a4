package dev.p3.run;

import java.util.List;
import java.util.Locale;

/**
 * An output could not be published after another one was, which stays: no two stores have a
 * transaction in common. The message says which are there; the cause, what became of the other.
 */
public final class PartPublishedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PartPublishedException(List<String> published, Throwable cause) {
    super(
        String.format(
            Locale.ROOT,
            "The rows of '%s' are there already: remove them, or pass --overwrite, before you run it again",
            String.join("', '", published)),
        cause);
  }
}
