/**
 * Spark SQL functions: loaded by {@code spark.sql.extensions=dev.p3.udfs.P3Functions}, or added to
 * a session by {@link dev.p3.udfs.P3Functions#register}.
 *
 * <pre>
 *   call ─► SqlFunction ─┬ ScalarExpression ─► a kernel's method, called by generated code
 *           (arity, help) ├ P3Aggregate ─► a state for each group, merged after the shuffle
 *                         └ TableFunctions ─► the plan of a job's output
 * </pre>
 *
 * <p>Use them where a job is too much: a column, a group, a check. The algorithms are those of the
 * patterns. Null gives null; arguments are converted by Spark's own rules, and what does not fit is
 * an AnalysisException in SQL's own form. All are deterministic but for the KLL sketches, which
 * toss coins beyond some thousand numbers, and for rounding in sums of another order.
 *
 * <p>Cost: aggregates keep a state for each group of a task, bounded but in {@code spearman}, and
 * are not part of generated code, but for {@code TopOne}; see {@code MoreGroups} for what that
 * needs.
 */
package dev.p3.udfs;
