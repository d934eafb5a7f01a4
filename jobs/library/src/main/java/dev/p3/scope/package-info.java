/**
 * Typed broadcast namespaces: the name=value pairs that parallel code may use are the components of
 * a record.
 *
 * <pre>
 *   record Lookups(Map&lt;String, Airport&gt; airports) {}
 *
 *   driver     Scope&lt;Lookups&gt; ── broadcast once ──►  executor   (lookups, flight) -> …
 *                  │                                              ▲
 *                  └──────── handed to the function as its first argument
 * </pre>
 *
 * <p>Use a scope for values that every task reads and that are too large, or too easily captured by
 * accident, to travel inside the function. A few constants may simply be captured; two tables that
 * are both large want a join.
 */
package dev.p3.scope;
