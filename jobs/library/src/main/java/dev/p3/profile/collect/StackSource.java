package dev.p3.profile.collect;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Another profiler that samples the stacks of this JVM into files; found by {@link
 * java.util.ServiceLoader} under its name. Called by one thread at a time.
 */
public interface StackSource {
  /** What {@code spark.p3.profile.sampler} names it by. */
  String name();

  /**
   * Begins to sample.
   *
   * @param directory for what it writes, and whatever else it needs: this JVM's alone, and deleted
   *     at the end
   * @param period of CPU time between two samples
   * @throws Exception when it cannot, such as for want of a permission
   */
  void start(String directory, Duration period) throws Exception;

  /** Ends to sample; what was sampled is there to be read. */
  void stop() throws Exception;

  /** Reads what was sampled into a directory since the start. */
  void read(String directory, Consumer<Sample> to) throws IOException;

  /**
   * A sample.
   *
   * @param thread the number that Java gave the thread
   * @param at milliseconds since 1970
   * @param frames outermost first
   * @param allocated the class of what was allocated; null for a sample of CPU time
   * @param value bytes, or how many periods of CPU time
   */
  record Sample(long thread, long at, List<Frame> frames, String allocated, long value) {}

  /**
   * A frame.
   *
   * @param type with points; empty for native code
   * @param line 0 when it is not known
   */
  record Frame(String type, String method, int line) {}
}
