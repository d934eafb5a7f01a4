/**
 * Reports as one HTML file: sections, tables, and charts drawn from the tables' rows.
 *
 * <pre>
 *   Report ─► Section ─► Block: Quote, Text, Code, Note, Exhibit
 *                                                         ├─► Table          columns, rows
 *                                                         └─► Chart …        which column is what
 *                                                              └─ Plot       how it is drawn
 * </pre>
 *
 * <p>Knows nothing of jobs or of Spark. A {@link dev.p3.chart.Chart} only names columns; a plot
 * takes their values from the table's rows. The drawing itself is done in the reader's browser by
 * Apache ECharts, which is part of the page.
 *
 * <p>Cost: a page of about 1 MB, made in memory. Limits: a table shows its first 50 rows, bars 30,
 * a heat map 2,500, a map 500.
 */
package dev.p3.report;
