/**
 * Profiles of applications that have run, from the event logs that Spark wrote of them: {@link
 * dev.p3.profile.eventlog.EventLog}. They have all but stacks.
 *
 * <p>Cost: the log is read once, as a stream, in memory that does not grow with the number of
 * tasks.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.profile.eventlog;
