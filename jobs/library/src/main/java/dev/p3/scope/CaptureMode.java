package dev.p3.scope;

/** What a scope does about captures that must not travel; setting {@value CaptureLimits#MODE}. */
public enum CaptureMode {
  /** Refuses the function before anything is submitted. The default. */
  STRICT,
  /** Logs what {@link #STRICT} would say, and submits the function. */
  WARN,
  /** Does not look. */
  OFF
}
