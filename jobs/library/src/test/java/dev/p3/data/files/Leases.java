package dev.p3.data.files;

import java.io.IOException;
import java.nio.file.Path;

/** Processes that held something. */
final class Leases {
  private Leases() {}

  /** The id of a process that has ended. */
  static long endedProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    process.waitFor();
    return process.pid();
  }
}
