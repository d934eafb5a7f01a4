package dev.p3.bench.record;

/** One serializer, set up for one shape, with buffers of its own. Not thread-safe. */
interface Codec {
  /** Writes into the serializer's buffer; gives the number of bytes. */
  int write(Object row);

  /** The bytes that {@link #read} takes. */
  byte[] bytes(Object row);

  Object read(byte[] bytes);
}
