/**
 * One computation in rounds on whatever carries its values: threads, processes, Spark, or an
 * adapter of another jar.
 *
 * <pre>
 *   MapReduce ── pure functions: map a block, combine two partials, finish a round
 *       │                blocks, states and partials travel by their Wire
 *   Transport ── runs rounds on Parts (lists here, or an RDD) ─► Rounds (last state, figures)
 *       ├─► serial, threads    in the driver
 *       ├─► processes          JVMs of this machine: WorkerServer, Link ─► WorkerProcess
 *       ├─► spark              a job each round
 *       ├─► barrier            one stage for all rounds: Rendezvous ─► Ranks, by sockets of its own
 *       └─► Transports         the registry; others by ServiceLoader
 *   Grid ────── sums of doubles that do not depend on order, so that all transports agree to the bit
 * </pre>
 *
 * <p>A new transport is one class that implements {@link dev.p3.transport.Transport}, a line in
 * {@link dev.p3.transport.Transports} or a service, and a test that extends {@code
 * TransportContract}.
 */
package dev.p3.transport;
