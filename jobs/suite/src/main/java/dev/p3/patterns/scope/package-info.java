/**
 * Namespaces at the level of the parallel map: join facts with a lookup table through a typed
 * broadcast scope.
 *
 * <pre>
 *   lookup ─► driver: one hash map for each key column ─► Scope&lt;LookupTables&gt; ─┐ broadcast once
 *   facts  ─────────────────────────────────────────────► (tables, key) -&gt; row ─► facts + lookup
 * </pre>
 *
 * <p>Use it when one side is small enough for every executor to hold, and the same table serves
 * several key columns: it is collected and sent once, where a join sends it once for each. Twins:
 * {@code captured} lets the function capture the map, which then travels with every task; {@code
 * join} is Spark's own broadcast join.
 *
 * <p>Cost: one pass over the facts, no shuffle; the lookup in driver memory and once in each
 * executor. When keys have no match, one more pass over the key columns to name them.
 */
package dev.p3.patterns.scope;
