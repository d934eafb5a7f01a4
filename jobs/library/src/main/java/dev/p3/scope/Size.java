package dev.p3.scope;

/**
 * A number of bytes.
 *
 * @param bytes how many were counted
 * @param isAtLeast whether counting was stopped, so that there are more
 */
public record Size(long bytes, boolean isAtLeast) {
  /** The size of many. */
  public Size times(long count) {
    return new Size(bytes * count, isAtLeast);
  }

  /** {@code 512 B}, {@code 41.3 MB}, {@code more than 2 GB}; a KB is 1024 bytes. */
  @Override
  public String toString() {
    return (isAtLeast ? "more than " : "") + ByteSize.text(bytes);
  }
}
