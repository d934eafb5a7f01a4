/** What a run did, counted while it went on: rows, shuffled bytes, heap, progress. */
package dev.p3.run.figures;
