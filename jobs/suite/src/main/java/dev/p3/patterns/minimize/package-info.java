/**
 * Keep the minimum of information at hand, and never look for it again: the first k rows of each
 * group.
 *
 * <pre>
 *   table ─► needed columns ─► Bloom filter ─► [ heaps of k numbers ─► sort, first k ] ─► shuffle ─► sort, first k ─► top
 *            of each row        of --only        drop most rows          of each group      groups × k rows
 *                               (in a scope)     before a copy           in the partition   from each partition
 * </pre>
 *
 * <p>Use it when a few rows of each group are wanted: what cannot be among them is dropped where it
 * is read, by comparing one number with the weakest of a heap. The heaps only ever drop what is
 * surely not wanted, so they may forget at any time, which bounds their memory; the sorts, which
 * spill, decide. The twin, {@code grouped}, sends every row through the shuffle and sorts it there.
 *
 * <p>Cost: one pass, one shuffle of at most k rows for each group and partition. Worst case: rows
 * that come weakest first, or with few different values, pass the heaps and are sorted in their
 * partition; as many rows cross the shuffle. Limits: with a nested group column neither heaps nor
 * cut work on the map side but Spark's own for k up to 1000; without {@code --group}, the k rows
 * are held in the memory of one task.
 */
package dev.p3.patterns.minimize;
