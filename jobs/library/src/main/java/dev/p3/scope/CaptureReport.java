package dev.p3.scope;

import java.util.List;
import java.util.Optional;

/**
 * What a function takes along when Spark sends it to executors.
 *
 * @param site where its code is
 * @param isSerializable whether the function itself is serializable, whatever it captures
 * @param serialized what Java serialization writes for the whole function, without what it cannot
 *     write; empty without an instance
 * @param captures the values that it carries, in the order of the class file
 * @param statics the mutable static fields that its code uses, which do not travel
 * @param isRecipe whether it builds or closes the value of a {@link PerExecutor}: it is sent once
 *     for each executor and not with each task, so that it may take along anything serializable
 */
public record CaptureReport(
    Site site,
    boolean isSerializable,
    Optional<Size> serialized,
    List<Capture> captures,
    List<StaticUse> statics,
    boolean isRecipe) {

  /**
   * Where a function's code is.
   *
   * @param className the class, without its package
   * @param method the method around a lambda, the method of a method reference, or that of an
   *     object
   * @param file the source file; null without debug information
   * @param line the first line; 0 without debug information
   */
  public record Site(String className, String method, String file, int line) {
    /** {@code TripJob.java:58}, or class and method without debug information. */
    @Override
    public String toString() {
      return file == null || line == 0 ? className + "." + method : file + ":" + line;
    }
  }
}
