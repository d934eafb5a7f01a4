/**
 * Build efficient models: from a loop to an index, one rung at a time, with the same result on each
 * rung. The k places nearest to every point.
 *
 * <pre>
 *   places ─► driver: numbered, coordinates ─► Scope&lt;Gazetteer&gt; ─► each executor builds its form once
 *                        │                                                     │
 *                        └─ broadcast table of place columns ──────────┐       │ rung
 *   points ─► degrees, reason ─► [ (gazetteer, point) -&gt; neighbours ] ─┴─► one row for each neighbour
 *                    └─► rejected
 *
 *   loop ─► stream ─► iterator ─► arrays ─► compiled ─► tree
 *   measure all,      keep only   no        no rows     measure few
 *   sort all          k           objects   in Java
 * </pre>
 *
 * <p>Use it to attach the nearest station, shop or airport to every row of a table. Read it to see
 * what each step up the ladder buys: {@code --ladder} measures all of them.
 *
 * <p>All rungs give the same bits: candidates may be found by arithmetic on unit vectors, with a
 * margin for its rounding, but what is compared and returned is always the distance of one
 * function, {@code GreatCircle.kilometres}. Ties go to the place that comes first by its columns.
 *
 * <p>Cost: the places in driver memory, and once in each executor; one pass over the points, no
 * shuffle; for each point O(log n) places with {@code tree}, all n with the others. {@code
 * compiled} shuffles the points by their coordinates and reads them twice. A task holds the k
 * neighbours of one point, {@code arrays} those of a batch. Limit: the places fit into memory.
 */
package dev.p3.patterns.evolve;
