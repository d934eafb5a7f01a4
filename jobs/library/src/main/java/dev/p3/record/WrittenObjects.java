package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.util.MapReferenceResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Kryo's own reference resolver, which also knows what is being written: the object at every depth
 * of the graph. Like its {@link Kryo}, used by one thread at a time.
 */
final class WrittenObjects extends MapReferenceResolver {
  private static final ThreadLocal<WrittenObjects> CURRENT = new ThreadLocal<>();

  private final List<Object> open = new ArrayList<>(); // the object at depth 1, 2, …

  WrittenObjects(Kryo kryo) {
    setKryo(kryo);
  }

  /**
   * The objects that the calling thread is writing, outermost first. The last may be one that is
   * written already, since nothing tells when an object ends.
   */
  static List<Object> open() {
    WrittenObjects current = CURRENT.get();
    if (current == null) {
      return List.of();
    }
    int depth = Math.min(current.kryo.getDepth(), current.open.size());
    return current.open.subList(0, depth).stream().filter(Objects::nonNull).toList();
  }

  /** Kryo asks for every object before it writes it, but for enums and boxes, which hold none. */
  @Override
  public int getWrittenId(Object object) {
    int depth = kryo.getDepth();
    while (open.size() >= depth) {
      open.remove(open.size() - 1);
    }
    while (open.size() < depth - 1) {
      open.add(null);
    }
    open.add(object);
    CURRENT.set(this);
    return super.getWrittenId(object);
  }

  @Override
  public void reset() {
    open.clear();
    if (CURRENT.get() == this) {
      CURRENT.remove();
    }
    super.reset();
  }
}
