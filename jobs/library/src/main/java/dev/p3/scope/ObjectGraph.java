package dev.p3.scope;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one captured value refers to: each object visited once, by identity, without a
 * call to any code of the user's, and no more than {@value #MOST_OBJECTS} objects.
 */
final class ObjectGraph {
  static final int MOST_OBJECTS = 1_000_000;

  private final Object root;
  private final IdentityHashMap<Object, Path> seen = new IdentityHashMap<>();
  private final Deque<Object> toVisit = new ArrayDeque<>();
  private final IdentityHashMap<Object, Path> pathsOfUnserializable = new IdentityHashMap<>();
  private final Map<Class<?>, Finding> unserializable = new LinkedHashMap<>();
  private final Map<Class<?>, Finding> mistakes = new LinkedHashMap<>();
  private long heapBytes;
  private boolean isCut;

  /**
   * How an object is reached; put into words only when asked for.
   *
   * @param travels whether serialization comes this way too
   */
  private record Path(Path from, Object step, boolean travels) {
    @Override
    public String toString() {
      var steps = new ArrayDeque<String>();
      for (Path path = this; path != null; path = path.from) {
        steps.push(References.words(path.step));
      }
      return String.join("", steps);
    }
  }

  /**
   * @param name what paths begin with
   */
  ObjectGraph(Object root, String name) {
    this.root = root;
    visit(root, new Path(null, new References.Root(name), true));
    while (!toVisit.isEmpty() && !isCut) {
      Object next = toVisit.poll();
      Path path = seen.get(next);
      References.forEach(
          next,
          (step, child, travels) -> {
            visit(child, new Path(path, step, travels && path.travels));
            return !isCut;
          });
    }
  }

  Object root() {
    return root;
  }

  /** Bytes on the heap; what many share, such as classes and enum constants, not among them. */
  Size heap() {
    return new Size(heapBytes, isCut);
  }

  /** The first object of each class that is a known mistake. */
  List<Finding> mistakes() {
    return List.copyOf(mistakes.values());
  }

  /** The first object of each class that is not serializable, and no known mistake. */
  List<Finding> unserializable() {
    return List.copyOf(unserializable.values());
  }

  /** How an object is reached whose class is not serializable. */
  Optional<String> pathOf(Object offender) {
    return Optional.ofNullable(pathsOfUnserializable.get(offender)).map(Path::toString);
  }

  private void visit(Object object, Path path) {
    if (object == null || isCut || References.isShared(object)) {
      return;
    }
    if (seen.putIfAbsent(object, path) != null) {
      return;
    }
    isCut = seen.size() >= MOST_OBJECTS;
    heapBytes += ShallowSize.of(object);
    Optional<Mistake> mistake = Mistake.of(object.getClass());
    if (mistake.isEmpty()) {
      toVisit.add(object);
    }
    if (path.travels && (mistake.isPresent() || !(object instanceof Serializable))) {
      add(object, path, mistake);
    }
  }

  private void add(Object object, Path path, Optional<Mistake> mistake) {
    boolean isSerializable = object instanceof Serializable;
    if (!isSerializable) {
      pathsOfUnserializable.put(object, path);
    }
    Map<Class<?>, Finding> found = mistake.isPresent() ? mistakes : unserializable;
    Finding first = found.get(object.getClass());
    found.put(
        object.getClass(),
        first != null
            ? first.withOneMore()
            : new Finding(
                path.toString(), TypeNames.of(object.getClass()), isSerializable, mistake, 0));
  }
}
