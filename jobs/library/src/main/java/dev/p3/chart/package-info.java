/**
 * How a table is drawn, as a description: which of its columns stands for what.
 *
 * <pre>
 *   Chart
 *    ├─► Bars       a bar for each row, or several side by side
 *    ├─► HeatMap    a cell for each row
 *    ├─► Scatter    a mark in the plane for each row, perhaps joined by lines
 *    └─► PointMap   a mark on the world for each row, perhaps with a line to a second place
 * </pre>
 *
 * <p>A job names the charts of its outputs ({@link dev.p3.job.PatternJob#charts}); a report draws
 * them. A description holds no data and depends on nothing but the JDK.
 */
package dev.p3.chart;
