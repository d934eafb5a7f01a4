/**
 * Leverage existing code: describe a table by parts that others keep well.
 *
 * <pre>
 *                     ┌ columns: central moments, extremes, counts or sketches (DataSketches)
 *   table ─► blocks ──┼ pairs: central products, counts of pairs                             ─► merge ─► figures
 *            of rows  └ regression: QR of [terms, outcome] (commons-math)                    by shuffle
 * </pre>
 *
 * <p>Use it as the first look at a table, and for least squares that can be trusted: means and
 * deviations keep their digits however large the numbers are, and the regression holds on NIST's
 * hardest reference sets, or says that it is ill-conditioned. The twin, {@code by-hand}, has the
 * loops of a textbook: one pass for each column, sums of squares, the normal equations.
 *
 * <p>Cost: one pass, and a shuffle of what each partition found; one pass more for each further
 * 50,000 pairs of columns, and one for each 128 pairs that have more different values than a task
 * counts, for their rank correlation. Memory of a task is bounded: tables of counts hold at most
 * 262,144 values and as many pairs of values, and the sketches of many columns share their room.
 * Limits: time grows with the square of the columns that are correlated: 300 unasked, 1,000 by
 * {@code --correlate}; beyond those counts quantiles, distinct and rank correlation are estimates,
 * {@code --exact} sorts once for each column instead, and the ranks of more than 5,000 pairs are
 * left out. Quantile sketches toss coins, so that estimates differ a little from run to run. A
 * regression of n terms holds n² numbers in each task, and takes the rows times n² steps.
 *
 * <p>BIGINT and DECIMAL have more digits than a double: their values are counted and ordered by
 * keys of one long or two, sums are exact, and moments are taken of differences.
 */
package dev.p3.patterns.leverage;
