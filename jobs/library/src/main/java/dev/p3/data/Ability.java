package dev.p3.data;

/** What a kind of storage can do with a location, besides being read and written. */
public enum Ability {
  /** Rows have columns with names and types. */
  COLUMNS,
  /** Text can be read line by line, undecoded. */
  LINES,
  /** It is known, without reading it, whether an input or output has changed. */
  TELLS_CHANGES,
  /** It is known which part of an input has arrived since the last time. */
  TELLS_WHAT_IS_NEW,
  /** A batch of a stream that is committed again is there once. */
  IDEMPOTENT_BATCHES,
  /** Spark itself counts the rows that it reads and writes. */
  COUNTED_BY_SPARK,
  /** Rows are moved when they are committed: it takes long, and may be refused. */
  MOVES_ON_COMMIT,
  /** Rows that are written are lost when they are not committed soon. */
  EXPIRES
}
