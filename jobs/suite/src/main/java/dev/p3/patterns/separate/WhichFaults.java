package dev.p3.patterns.separate;

/** How many faults of a bad row are told. */
public enum WhichFaults {
  /** The first, in the order: form, columns, checks. */
  FIRST,
  /** Every one, as a row of its own. */
  ALL
}
