package dev.p3.doctor;

/** What a check found. */
public enum Verdict {
  /** As it must be. */
  OK,
  /** Worth knowing; nothing would fail. */
  NOTE,
  /** Something may fail, or give other rows than elsewhere. */
  WARNING,
  /** Something would fail. */
  FAULT,
  /** It could not be looked at, and the reason is another check's fault. */
  SKIPPED
}
