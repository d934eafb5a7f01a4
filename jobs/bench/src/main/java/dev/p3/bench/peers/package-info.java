/**
 * Jobs beside what others offer for the same: Spark by itself, DuckDB, a command of the system, a
 * program in C.
 *
 * <pre>
 *   ZipfText       ──►  WordCountPeers, ProfilePeers              ──┐
 *   FlightsTables  ──►  EnrichPeers, IngestPeers, SummarizePeers  ──┼──►  SideBySide (in turns, in one JVM)  ──►  a table
 *   kmeans.c       ──►  TransportPeers                            ──┘
 * </pre>
 */
package dev.p3.bench.peers;
