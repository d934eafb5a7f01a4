/**
 * Collects a profile: on executors samples of stacks and figures of the process, on the driver what
 * Spark tells its listeners.
 *
 * <pre>
 *   executor: ExecutorSide ─► Sampler (JFR) ─► CallTree ─► Delta, about once a second
 *                └─ RunningTasks, ProcessFigures             │  the plugin's channel, acknowledged
 *   driver:   Collector ◄─────────────────────────────────────┘
 *                └─► ProfileBuilder ◄─ SparkEvents, or an event log ─► RunProfile
 * </pre>
 *
 * <p>Nothing here may fail or stop the job that it watches: what goes wrong becomes a note of the
 * profile.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.profile.collect;
