/**
 * Jobs beside their twins, and beside what Spark does by itself, on tables of a real size.
 *
 * <pre>
 *   FlightsTables (3,000,000 rows)  ──►  Commands (p3 run JOB …, in a warm JVM)  ──►  PatternBenchmark   s for a run, bytes shuffled
 * </pre>
 */
package dev.p3.bench.pattern;
