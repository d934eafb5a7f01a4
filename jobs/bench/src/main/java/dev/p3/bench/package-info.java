/**
 * Benchmarks, side by side in one run. The packages below are named for what they measure; {@link
 * dev.p3.bench.ResultTable} makes the tables of the module's README from JMH's results.
 */
package dev.p3.bench;
