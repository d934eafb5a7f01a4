package dev.p3.profile.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where nothing can sample. Thread-safe.
 *
 * @param fault why
 */
record NoSampler(String fault) implements StackSampler {
  /** What profiles call it. */
  static final String NAME = "none";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {}

  @Override
  public boolean awaitBegun(Duration most) {
    return true;
  }

  @Override
  public Taken take() {
    return new Taken(List.of(), 0, 0, -1);
  }

  @Override
  public Object lock() {
    return this;
  }

  @Override
  public void flush(Duration most) {}

  @Override
  public void dump(Path file) throws IOException {
    throw new IOException(fault);
  }

  @Override
  public void close() {}
}
