package dev.p3.patterns.transport;

/** How columns are made comparable before distances are taken. */
public enum Scale {
  /** They are taken as they are. */
  NONE,
  /** The mean becomes 0 and the standard deviation, of the population, 1. */
  STANDARD
}
