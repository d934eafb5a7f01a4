package dev.p3.scope;

import java.io.Serializable;
import java.util.Locale;

/**
 * One operation that was given a function of a scope.
 *
 * @param scope {@code Scope Lookups (opened at EnrichJob.java:41)}
 * @param made what the operation gives: a Dataset, an RDD, a column
 */
record ScopeUse(String scope, String operation, String made, CallSite site)
    implements Serializable {

  /** Why a result that came before the close may not be computed after it. */
  ClosedScopeException refusedLate() {
    return new ClosedScopeException(
        String.format(
            Locale.ROOT,
            "%s is closed: the %s made by %s needs it (run its action before the scope closes, or keep its rows with cache() and an action, or with localCheckpoint())",
            scope,
            made,
            this));
  }

  /** Why nothing new may be made of a closed scope. */
  ClosedScopeException refusedNow() {
    return new ClosedScopeException(
        String.format(
            Locale.ROOT,
            "%s is closed: %s cannot use it (call it before the scope closes, or open another scope)",
            scope,
            this));
  }

  @Override
  public String toString() {
    return operation + " at " + site;
  }
}
