package dev.p3.data.raw;

import java.io.Serializable;

/**
 * Reads the usual form of a type's texts from their bytes, so that no text is made of them. Spark
 * holds the values as a number each: an INT, the days of a DATE, the microseconds of a moment, the
 * bits of a DOUBLE. Thread-safe.
 */
public interface UsualValue extends Serializable {
  /** What {@link #read} gives for a text that it does not read. */
  long NONE = Long.MIN_VALUE;

  /**
   * The value, or {@link #NONE}.
   *
   * @param bytes which hold the text in UTF-8
   * @param from where it begins
   * @param to where it ends
   */
  long read(byte[] bytes, int from, int to);
}
