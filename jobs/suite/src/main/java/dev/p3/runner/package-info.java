/**
 * The command line, and the one place that owns what a job does not: the session, storage, progress
 * and {@code run.json}.
 *
 * <pre>
 *   words ─► RunRequest ─► RunPlan ─────────────► JobRunner ─► outputs, result, run.json
 *            (as typed)    (every fault found,    (session, scopes,
 *                           nothing started)       actions)
 * </pre>
 */
package dev.p3.runner;
