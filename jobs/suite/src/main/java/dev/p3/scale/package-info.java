/**
 * What a job would take on more executors and rows, predicted from figures that were measured.
 *
 * <pre>
 *   figures.json ─► ScaleFigures ─► ScaleModel ─► ScalePage: measured, predicted, what breaks first
 * </pre>
 *
 * <p>The figures are written by {@code jobs/bench/run dev.p3.bench.scale.Scaling} and nothing else;
 * what breaks first stands in each job's description.
 */
package dev.p3.scale;
