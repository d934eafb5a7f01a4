package dev.p3.job;

/**
 * The command line: {@code dev.p3.P3.main}. Found by {@link java.util.ServiceLoader}; p3's suite
 * has the one there is.
 */
public interface CommandLine {
  /** Does what the words say, and ends the JVM with the exit code unless that is 0. */
  void run(String[] arguments);
}
