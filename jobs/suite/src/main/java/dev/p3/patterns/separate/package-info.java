/**
 * Separate the producer and the consumer of information from the way between them: one cleaning
 * function, any source, any sink.
 *
 * <pre>
 *   csv, json, text,  ─► raw rows ─► [ clean: text ─► typed, or a reason why not ] ─┬─► good ─► any sink
 *   parquet, orc         all text         knows no file, no format, no log          └─► bad  ─► any sink
 * </pre>
 *
 * <p>Use it wherever data come from people or programs that you do not control: every row arrives,
 * typed or with the reason why not, and {@code good + bad + duplicates = read} is checked on each
 * run. Reasons have codes ({@link dev.p3.data.raw.RowFault}), by which a run counts them, and names
 * the most frequent with a place. The twin, {@code tangled}, reads, checks and logs in one loop
 * over rows: no part of it can be tested, run it on another source, or compile it to code without
 * objects.
 *
 * <p>In a stream each batch of files is a run of its own on the same function, and its rows are
 * added to the outputs once, however often it is tried.
 *
 * <p>Cost: one pass, and a second one for the bad rows if there are more than some ten thousand; no
 * shuffle; with a key, one shuffle of the good rows and always two passes. Large CSV files are
 * scanned once before, because a split may begin within quotes. Limits: a row is held in memory
 * whole, up to 64 MiB; a stray quote takes along the lines up to the next one, as one bad row; a
 * check that itself fails, such as a division by zero, ends the run.
 */
package dev.p3.patterns.separate;
