/**
 * What each job takes on one core and on two, and what it shuffles and holds, as rows, tasks and
 * whatever else counts grow: the figures that {@code ./p3 describe JOB --scale} predicts from.
 *
 * <pre>
 *   ScaleTables ─► Workload (job, tables, what grows) ─► MeasuredJvm, of 1 core and of 2, in turns ─► Scaling ─► figures.json of the suite
 *                                                          └ RunsOfOneJvm: p3 run JOB …, in a warm session
 * </pre>
 *
 * <p>{@code BeforeAndNow} runs the same jobs by another build of p3 and by this one.
 */
package dev.p3.bench.scale;
