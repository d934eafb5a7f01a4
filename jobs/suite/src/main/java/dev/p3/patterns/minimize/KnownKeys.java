package dev.p3.patterns.minimize;

import java.util.List;
import org.apache.spark.util.sketch.BloomFilter;

/**
 * What is broadcast of a list of keys.
 *
 * @param hashes a Bloom filter of the keys' hashes: it knows every one, and takes about one in a
 *     hundred others for one
 */
public record KnownKeys(BloomFilter hashes) {
  /** What Kryo meets in it: Spark's filter is not public, and differs between its releases. */
  public static List<Class<?>> classes() {
    try {
      return List.of(
          KnownKeys.class,
          BloomFilter.create(1).getClass(),
          Class.forName("org.apache.spark.util.sketch.BitArray"));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Every Spark has a BitArray in its Bloom filter", e);
    }
  }
}
