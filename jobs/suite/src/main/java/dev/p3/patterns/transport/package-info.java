/**
 * What carries a parallel computation, and a kernel that does not know it: k-means on threads,
 * processes, Spark, ZeroMQ, MPI and OpenCL, to the same bits.
 *
 * <pre>
 *   table ─► PointTable: bounds, rejected ─► LoadedPoints: scaled blocks, each once
 *                                                 │ driver or executors, as the transport wants
 *   KMeansKernel ─► Transport.run ────────────────┴─► Rounds ─► centers, rounds
 *     seed: k times the one point that a hash of its content chooses      └─► assignments (Scope)
 *     assign: NearestCenters (loops or vectors) ─► ClusterSums (exact)
 *             for rows that what KeptAssignments has of their block, an Assignment, does not decide
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
 *   a cluster, for many short rounds; needs a slot for every task at once, and one lost executor
 *   begins the round of all again</td></tr>
 *   <tr><td>zeromq</td><td>two encrypted messages for each worker: about 1 ms</td><td>where workers
 *   die and others join while rounds run; on one machine here, but its protocol would do for
 *   several</td></tr>
 *   <tr><td>mpi</td><td>one all-reduce: 6 to 21 µs on one machine</td><td>where Open MPI is
 *   installed and rounds are shortest; all end when one fails</td></tr>
 *   <tr><td>opencl</td><td>copies of centers, numbers and distances of all points</td><td>with a
 *   graphics processor and many centers; sums are taken in one thread. With another transport and
 *   {@code --device}, its tasks find nearest centers on a device, and copy all points too</td></tr>
 * </table>
 *
 * <p>Seen on 2 cores, 10⁶ points of 8 columns, 16 centers: the kernel's part of a round takes 19 ms
 * on one core; latencies as above, and for spark 9 to 12 ms in one JVM. So the model says for two
 * processes 10 ms of work and 0.2 ms (barrier), 1 ms (zeromq) or 0.02 ms (mpi) of communication. In
 * {@code --compare} a round took 19 ms on serial, 8 to 10 on threads, 10 to 11 on barrier, 9 to 12
 * on mpi, 11 to 14 on processes, 14 to 20 on zeromq and 19 to 21 on spark.
 *
 * <p>For 10⁹ such points, 19 s of work a round: on 10 executors of one core 1.9 s, whatever carries
 * it; on 100 0.19 s, where spark's latency is as much again and barrier's 7 messages nothing; on
 * 1,000 0.02 s, where spark's driver starts tasks for about a second and barrier's 10 messages take
 * 1 ms, as long as no executor is lost. Bytes of a round are 2 KB for each partial, at any number
 * of points.
 *
 * <p>Sums are exact on a {@link dev.p3.transport.Grid}, distances are fused multiply-adds in a
 * fixed order, and what is random hangs on the content of points. Hence all transports, partitions
 * and orders of rows give the same centers to the bit, which a test holds them to. What a sum loses
 * is less than 2⁻⁶⁵ of the column's greatest magnitude for each point.
 *
 * <p>After the first round of a start most points are compared with their own center only: bounds
 * after Hamerly say that no other has come nearer (see {@code Assignment}). They take 12 bytes for
 * each point where its block stays in a JVM, of an eighth of its memory at most; blocks beyond,
 * those read from disk in each round, and those on a device of OpenCL are compared with each
 * center. Of 10⁶ points of 8 columns at random in a cube 22 % met all 16 centers in a round, over
 * 101 rounds; of points around 16 centers 3 %.
 *
 * <p>Limit: 2³⁰ points; magnitudes between about 1e-120 and 1e120; seeding compares each point with
 * each center chosen so far, k times, so that its time grows with the square of k.
 */
package dev.p3.patterns.transport;
