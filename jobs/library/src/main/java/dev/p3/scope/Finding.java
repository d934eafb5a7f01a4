package dev.p3.scope;

import java.util.Optional;

/**
 * An object that must not travel with a function.
 *
 * @param path how it is reached from the captured value, for example {@code TripJob.session}
 * @param type its class
 * @param isSerializable whether Java serialization takes it
 * @param mistake the known mistake that it is
 * @param more how many further objects of the same class are like it
 */
public record Finding(
    String path, String type, boolean isSerializable, Optional<Mistake> mistake, long more) {
  Finding withOneMore() {
    return new Finding(path, type, isSerializable, mistake, more + 1);
  }
}
