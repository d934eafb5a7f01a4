package dev.p3.console;

import dev.p3.fault.Cause;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Standard output in UTF-8, whatever the locale; it can tell why it could not be written. */
public final class StandardOutput extends PrintStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Remembering target;

  public StandardOutput(OutputStream out) {
    this(new Remembering(out));
  }

  private StandardOutput(Remembering target) {
    super(new BufferedOutputStream(target, BUFFER_BYTES), false, StandardCharsets.UTF_8);
    this.target = target;
  }

  /**
   * Writes what is left.
   *
   * @return what to say of rows that could not be written; empty when they were, and when the
   *     reader has read enough, as {@code head} does
   */
  public static Optional<String> fault(PrintStream output) {
    if (!output.checkError() || !(output instanceof StandardOutput standard)) {
      return Optional.empty();
    }
    String reason = standard.target.reason == null ? "" : ": " + standard.target.reason;
    return reason.toLowerCase(Locale.ROOT).contains("pipe")
        ? Optional.empty()
        : Optional.of("Cannot write to standard output" + reason);
  }

  /** A PrintStream keeps to itself what went wrong. */
  private static final class Remembering extends FilterOutputStream {
    private String reason;

    Remembering(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        reason = Cause.firstLine(e);
        throw e;
      }
    }
  }
}
