/**
 * What carries a parallel computation, and a kernel that does not know it: k-means on threads,
 * processes and Spark, to the same bits.
 *
 * <pre>
 *   table ─► PointTable: bounds, rejected ─► LoadedPoints: scaled blocks, each once
 *                                                 │ driver or executors, as the transport wants
 *   KMeansKernel ─► Transport.run ────────────────┴─► Rounds ─► centers, rounds
 *     seed: k times the one point that a hash of its content chooses      └─► assignments (Scope)
 *     assign: NearestCenters (loops or vectors) ─► ClusterSums (exact)
 *     reseed: the farthest points, for clusters that have lost theirs
 * </pre>
 *
 * <p>Cost of a run: {@code rounds × (latency + bytes / bandwidth + points / processes × k × columns
 * × time of one difference)} and what is done once: reading, and starting processes. Bytes of a
 * round are {@code 8 × (k × (1 + 2 × columns) + 3)} for each partial, and about as many for the
 * state: they do not grow with the points. A transport pays as soon as the kernel's part of a round
 * outweighs its latency.
 *
 * <table>
 *   <caption>When to use which</caption>
 *   <tr><th>transport</th><th>latency of a round</th><th>use it</th></tr>
 *   <tr><td>serial</td><td>none</td><td>for small inputs, and to test a kernel</td></tr>
 *   <tr><td>threads</td><td>a fork and a join</td><td>while points fit one machine's memory: nothing
 *   is faster there</td></tr>
 *   <tr><td>processes</td><td>two messages on loopback sockets</td><td>where kernels must not share a
 *   heap, or are not safe for threads; starts JVMs first</td></tr>
 *   <tr><td>spark</td><td>a job with a broadcast: tens of milliseconds in one JVM, hundreds over
 *   processes</td><td>for anything that outgrows a machine; executors may come, go and fail; latency
 *   grows with the logarithm of the executors, the driver's scheduling with their number</td></tr>
 *   <tr><td>barrier</td><td>log2(tasks) messages between executors: about 0.1 ms for each</td><td>on
 *   a cluster, for many short rounds; needs a slot for every task at once. At 10 executors 4
 *   messages, at 100 7, at 1,000 10 — but one lost executor begins the round of all again, so that
 *   with 1,000 the chance of a repeat counts, and spark is the safer choice</td></tr>
 * </table>
 *
 * <p>Sums are exact on a {@link dev.p3.transport.Grid}, distances are fused multiply-adds in a
 * fixed order, and what is random hangs on the content of points. Hence all transports, partitions
 * and orders of rows give the same centers to the bit, which a test holds them to. What a sum loses
 * is less than 2⁻⁶⁵ of the column's greatest magnitude for each point.
 *
 * <p>Limit: 2³⁰ points; magnitudes between about 1e-120 and 1e120; seeding compares each point with
 * each center chosen so far, k times, so that its time grows with the square of k.
 */
package dev.p3.patterns.transport;
