package dev.p3.data.raw;

import java.io.Serializable;

/**
 * Whole rows of a file, or the lines that begin in a part of it.
 *
 * @param from the offset at which the first row begins; 0 for the file's beginning with its header
 * @param to the offset after the last row's line end; {@link Long#MAX_VALUE} for the file's end
 * @param line the line at {@code from}, of rows
 */
record RawRange(RawFile file, long from, long to, long line) implements Serializable {
  /** The size in bytes, as stored. */
  long bytes() {
    return Math.min(to, file.length()) - from;
  }
}
