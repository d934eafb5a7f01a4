/**
 * Where the time and memory of a Spark application went: by stage, task and line of the user's.
 *
 * <pre>
 *   ProfilePlugin   spark.plugins: samples on executors, and, with spark.p3.profile.dir, a profile
 *                   of the whole application
 *   Profile         a part of an application, from start to stop
 *      │
 *      ├─► collect  samples and events ─► model.RunProfile
 *      ├─► judge    rules ─► findings, and how long other numbers of executors would take
 *      └─► Profiled profile.json, folded stacks, a summary; and views of other jars (ProfileView)
 * </pre>
 *
 * <p>When to use: on any job, in production too. Cost: the profiler's threads took 1.2 to 1.5 % of
 * the CPU time of runs of half a minute; each profile measures and tells its own. Executors send a
 * few KB a second; the driver keeps a bounded sample of tasks. Limits: stacks of Java and Scala
 * alone, not of Python or of native code; samples are lost in the JVM's intrinsics, so shares are
 * of what was seen.
 */
package dev.p3.profile;
