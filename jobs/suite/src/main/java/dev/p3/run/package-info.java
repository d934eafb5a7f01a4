/**
 * One run of a job, from the request to the manifest that says what was done.
 *
 * <pre>
 *   RunRequest ──► RunPlanner ──► RunPlan ──► JobRunner ──► RunManifest
 *   as typed       every fault    checked:    reads, runs,   run.json
 *                  at once:       only data   publishes
 *                  inputs, outputs,
 *                  reuse
 * </pre>
 *
 * <p>{@code stream} repeats a run for each batch, {@code figures} counts what a run did, and {@code
 * report} shows it.
 */
package dev.p3.run;
