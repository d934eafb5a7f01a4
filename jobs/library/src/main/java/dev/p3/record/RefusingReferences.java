package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.util.MapReferenceResolver;
import java.io.ObjectInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a {@link Kryo} refuse to work, but inside Java deserialization, where the JDK replaces any
 * exception by {@code unread block data}: there it works on, so that the next use of it, by the
 * task itself, can say what is wrong.
 */
final class RefusingReferences extends MapReferenceResolver {
  private static final Logger LOG = LoggerFactory.getLogger(P3Registrator.class);

  private final IllegalStateException refusal;
  private final boolean references;

  private RefusingReferences(IllegalStateException refusal, boolean references) {
    this.refusal = refusal;
    this.references = references;
  }

  /**
   * Refuses now, or as soon as that can be seen.
   *
   * @throws IllegalStateException the refusal, when it can be seen
   */
  static void refuse(Kryo kryo, IllegalStateException refusal) {
    if (!isInsideJavaDeserialization()) {
      throw refusal;
    }
    LOG.error(refusal.getMessage()); // should this use of it fail, nothing else tells why
    kryo.setReferenceResolver(new RefusingReferences(refusal, kryo.getReferences()));
  }

  /** Kryo asks this of every object, also where it tracks no references. */
  @Override
  @SuppressWarnings("rawtypes") // as Kryo declares it
  public boolean useReferences(Class type) {
    if (!isInsideJavaDeserialization()) {
      throw refusal;
    }
    return references && super.useReferences(type);
  }

  private static boolean isInsideJavaDeserialization() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    frame -> frame.getClassName().equals(ObjectInputStream.class.getName())));
  }
}
