package dev.p3;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system that is there until it is closed. Where none may be mounted, a test is skipped. */
public final class Mounted implements AutoCloseable {
  private final Path place;

  private Mounted(Path place, List<String> words) throws InterruptedException {
    this.place = place;
    var command = new ArrayList<String>(List.of("mount"));
    command.addAll(words);
    command.add(place.toString());
    assumeThat(exitCode(command)).as("whether file systems may be mounted here").isZero();
  }

  /** One in memory, at a directory. */
  public static Mounted inMemory(Path place) throws InterruptedException {
    return new Mounted(place, List.of("-t", "tmpfs", "tmpfs"));
  }

  /**
   * One in memory, at a directory.
   *
   * @param size its most bytes, such as {@code 8m}
   */
  public static Mounted inMemory(Path place, String size) throws InterruptedException {
    return new Mounted(place, List.of("-t", "tmpfs", "-o", "size=" + size, "tmpfs"));
  }

  /** A directory once more, at another one. */
  public static Mounted again(Path directory, Path place) throws InterruptedException {
    return new Mounted(place, List.of("--bind", directory.toString()));
  }

  private static int exitCode(List<String> command) throws InterruptedException {
    try {
      return Hanging.exitCode(new ProcessBuilder(command).inheritIO().start());
    } catch (IOException e) {
      return 127; // no such program
    }
  }

  @Override
  public void close() throws InterruptedException {
    exitCode(List.of("umount", place.toString()));
  }
}
