package dev.p3.scope;

/** What is to be said about a captured value; strict mode refuses all but {@link #FINE}. */
public enum CaptureVerdict {
  /** A small immutable value, or a function that captures nothing else. */
  FINE("fine"),
  /** Java serialization cannot write it. */
  NOT_SERIALIZABLE("not serializable"),
  /** It is, or holds, something captured by mistake. */
  MISTAKE("known mistake"),
  /** It can be changed, and every task would have a copy. */
  MUTABLE("mutable"),
  /** It is immutable and too large to travel with every task. */
  TOO_LARGE("too large"),
  /** It is a function that captures what it must not. */
  FUNCTION("captures too"),
  /** Its type alone does not say that it is small and immutable. */
  UNKNOWN("not known to be small and immutable");

  private final String words;

  CaptureVerdict(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
