/**
 * Map-reduce, the hello world: count the tokens of a text.
 *
 * <pre>
 *   lines ─► [ tokens ─► counts of the partition ] ─► shuffle ─► [ sums ] ─► min-count, top
 *              one table of bytes, emptied when full   blocks of   a table for
 *                                                      counts      each bucket
 * </pre>
 *
 * <p>Use it to see the whole path of a job. The rule inside: combine before the shuffle, so that
 * what crosses the network grows with the distinct tokens and not with the text. The twin, {@code
 * grouped}, sends every token.
 *
 * <p>Cost: one pass, one shuffle; memory of a task is bounded whatever the number of distinct
 * tokens, by 64 MB of tokens, as much of tokens longer than 24 bytes, and by what Spark's memory
 * manager grants; with {@code --top N}, N rows on the driver. Limit: a line is held in memory
 * whole.
 */
package dev.p3.patterns.mapreduce;
