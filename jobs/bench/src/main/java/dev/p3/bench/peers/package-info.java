/**
 * Jobs beside what others offer for the same: Spark by itself, DuckDB, a command of the system.
 *
 * <pre>
 *   ZipfText  ──►  WordCountPeers  ──►  SideBySide (in turns, in one JVM)  ──►  a table
 * </pre>
 */
package dev.p3.bench.peers;
