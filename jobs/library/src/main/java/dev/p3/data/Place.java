package dev.p3.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a location is, however it is spelled: two locations of one place can be told from two
 * places.
 *
 * @param store what holds it, such as a file system; several names where it has several
 * @param parts of its path, from the outermost; what is on this machine goes by what the system
 *     knows it as, however it is named: see {@link #ofPath}
 * @param hasInside whether another place may lie within this one, as it may in a directory
 */
public record Place(List<String> store, List<String> parts, boolean hasInside) {
  private static final int MOST_LINKS = 40;

  /** Begins the part of a path that stands for a file or directory of this machine. */
  private static final String KNOWN = "/";

  public Place {
    store = List.copyOf(store);
    parts = List.copyOf(parts);
  }

  /**
   * The place of a file or directory. Symbolic links of this machine are followed, and what has
   * several names, as in a second mount or where case is ignored, is one place.
   */
  public static Place ofPath(Path path, Configuration hadoop) {
    try {
      FileSystem storage = path.getFileSystem(hadoop);
      Path qualified = storage.makeQualified(path);
      boolean isLocal = "file".equals(qualified.toUri().getScheme());
      String name = qualified.toUri().getPath();
      return new Place(
          List.of(storage.getUri().toString().toLowerCase(Locale.ROOT)),
          isLocal ? localParts(real(java.nio.file.Path.of(name))) : parts(name),
          true);
    } catch (IOException | RuntimeException e) {
      return new Place(List.of(""), parts(path.toString()), true); // what opens it tells why
    }
  }

  /** Whether both are the same place. A name without a schema may be in any. */
  public boolean isSameAs(Place other) {
    if (hasInside != other.hasInside || Collections.disjoint(store, other.store)) {
      return false;
    }
    if (hasInside) {
      return at(other) == parts.size();
    }
    int common = Math.min(parts.size(), other.parts.size());
    return parts
        .subList(parts.size() - common, parts.size())
        .equals(other.parts.subList(other.parts.size() - common, other.parts.size()));
  }

  /** Whether this is a place inside the other one. */
  public boolean isWithin(Place other) {
    return hasInside
        && other.hasInside
        && store.equals(other.store)
        && at(other) >= 0
        && at(other) < parts.size();
  }

  /**
   * How many parts of this place's path it takes to the other place; negative when it is not on the
   * way. What the system knows is the same wherever it stands.
   */
  private int at(Place other) {
    int known = other.parts.size() - 1;
    while (known >= 0 && !other.parts.get(known).startsWith(KNOWN)) {
      known--;
    }
    List<String> end = other.parts.subList(Math.max(known, 0), other.parts.size());
    int found = known < 0 && !startsWith(end) ? -1 : Collections.indexOfSubList(parts, end);
    return found < 0 ? found : found + end.size();
  }

  private boolean startsWith(List<String> first) {
    return parts.size() >= first.size() && parts.subList(0, first.size()).equals(first);
  }

  /** What is there by its key, and what is not yet by its name. */
  private static List<String> localParts(java.nio.file.Path path) {
    var parts = new ArrayList<String>();
    java.nio.file.Path there = path.getRoot();
    for (java.nio.file.Path name : path) {
      java.nio.file.Path next = there.resolve(name);
      Optional<String> key = key(next);
      if (key.isEmpty()) {
        String others = there.relativize(path).toString();
        parts.addAll(parts(ignoresCase(there) ? others.toLowerCase(Locale.ROOT) : others));
        break;
      }
      parts.add(key.get());
      there = next;
    }
    return parts;
  }

  /** Empty where there is nothing, or the system does not say. */
  private static Optional<String> key(java.nio.file.Path path) {
    try {
      return Optional.ofNullable(
              Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                  .fileKey())
          .map(key -> KNOWN + key);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a directory is the same in capital and in small letters. */
  private static boolean ignoresCase(java.nio.file.Path directory) {
    if (directory.getFileName() == null) {
      return false;
    }
    String name = directory.getFileName().toString();
    String small = name.toLowerCase(Locale.ROOT);
    String other = name.equals(small) ? name.toUpperCase(Locale.ROOT) : small;
    Optional<String> key = key(directory);
    return !other.equals(name)
        && key.isPresent()
        && key.equals(key(directory.resolveSibling(other)));
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
