package dev.p3.scope;

import java.io.Serializable;
import java.util.Set;

/** A line of the user's code, as {@code EnrichJob.java:58}. */
record CallSite(String file, int line) implements Serializable {
  private static final Set<String> OWN =
      Set.of(
          Scope.class.getName(),
          GroupOperations.class.getName(),
          Scopes.class.getName(),
          RowsInScope.class.getName(),
          GroupsInScope.class.getName(),
          RddInScope.class.getName(),
          PairsInScope.class.getName(),
          CallSite.class.getName());

  /** The line that called this package. */
  static CallSite ofCaller() {
    StackWalker.StackFrame caller =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(frame -> !OWN.contains(frame.getClassName()))
                        .findFirst()
                        .orElseThrow());
    String file = caller.getFileName();
    return new CallSite(file == null ? caller.getClassName() : file, caller.getLineNumber());
  }

  @Override
  public String toString() {
    return line < 0 ? file : file + ":" + line; // compiled without line numbers
  }
}
