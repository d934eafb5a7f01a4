package dev.p3.data;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a location is, however it is spelled: two locations of one place can be told from two
 * places.
 *
 * @param store what holds it, such as a file system; several names where it has several
 * @param parts of its path, from the outermost
 * @param hasInside whether another place may lie within this one, as it may in a directory
 */
public record Place(List<String> store, List<String> parts, boolean hasInside) {
  private static final int MOST_LINKS = 40;

  public Place {
    store = List.copyOf(store);
    parts = List.copyOf(parts);
  }

  /** The place of a file or directory. Symbolic links of this machine are followed. */
  public static Place ofPath(Path path, Configuration hadoop) {
    try {
      FileSystem storage = path.getFileSystem(hadoop);
      Path qualified = storage.makeQualified(path);
      boolean isLocal = "file".equals(qualified.toUri().getScheme());
      String name = qualified.toUri().getPath();
      return new Place(
          List.of(storage.getUri().toString().toLowerCase(Locale.ROOT)),
          parts(isLocal ? real(java.nio.file.Path.of(name)).toString() : name),
          true);
    } catch (IOException | IllegalArgumentException e) {
      return new Place(List.of(""), parts(path.toString()), true); // what opens it tells why
    }
  }

  /** Whether both are the same place. A name without a schema may be in any. */
  public boolean isSameAs(Place other) {
    if (hasInside != other.hasInside || Collections.disjoint(store, other.store)) {
      return false;
    }
    int common = Math.min(parts.size(), other.parts.size());
    return hasInside
        ? parts.equals(other.parts)
        : parts
            .subList(parts.size() - common, parts.size())
            .equals(other.parts.subList(other.parts.size() - common, other.parts.size()));
  }

  /** Whether this is a place inside the other one. */
  public boolean isWithin(Place other) {
    return hasInside
        && other.hasInside
        && store.equals(other.store)
        && parts.size() > other.parts.size()
        && parts.subList(0, other.parts.size()).equals(other.parts);
  }

  private static List<String> parts(String path) {
    return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
  }

  /** The path behind symbolic links, whether or not it is there. */
  public static java.nio.file.Path real(java.nio.file.Path path) throws IOException {
    return real(path.toAbsolutePath().normalize(), MOST_LINKS);
  }

  private static java.nio.file.Path real(java.nio.file.Path path, int links) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    if (path.getParent() == null || links == 0) {
      return path;
    }
    java.nio.file.Path parent = real(path.getParent(), links);
    java.nio.file.Path there = parent.resolve(path.getFileName());
    return Files.isSymbolicLink(there) // to what is not there
        ? real(parent.resolve(Files.readSymbolicLink(there)).normalize(), links - 1)
        : there;
  }
}
