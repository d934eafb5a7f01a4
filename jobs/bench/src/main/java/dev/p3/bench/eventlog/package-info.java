/**
 * Event logs of Spark to read: {@link dev.p3.bench.eventlog.ManyStages} writes one, {@code p3
 * profile event-log} reads it.
 */
package dev.p3.bench.eventlog;
