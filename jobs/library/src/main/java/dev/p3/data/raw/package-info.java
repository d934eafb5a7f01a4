/**
 * Rows as they were written: every column text, and for each row where it stands, its text, and
 * what is wrong with its form. Nothing is dropped and nothing becomes null in silence.
 *
 * <pre>
 *   files ─► RawSplits: where does a row begin? ─► RawRange… ─► CsvRecords ─► source, line, raw, fault, columns
 *             one scan of large files, in parallel     a task each
 * </pre>
 *
 * <p>A split of a CSV file may begin within quotes, which cannot be told by looking at the split
 * alone. So every split is scanned once for both cases, and the cases are put together in order:
 * each row is then read whole, by one task, and knows its line. Files that are compressed, or not
 * in UTF-8, are read by one task each.
 *
 * <p>Or lines of text as they stand there, many in a row, where nothing is asked of each: {@link
 * LineBlocks}.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.data.raw;
