package dev.p3.profile.model;

import java.util.Map;

/**
 * What was profiled.
 *
 * @param source {@code live}, or {@code event-log} for a profile without stacks
 * @param status {@code running} for a part of an application, {@code complete}, {@code failed} or
 *     {@code interrupted}
 * @param error why it failed; null when it did not
 * @param started in ISO 8601 and UTC
 * @param seconds from the start of the profile to its end
 * @param cores that tasks could use at once, at most
 * @param driverSeconds in which no stage ran: the driver planned, waited, or worked by itself
 * @param pythonSeconds that Python workers took, as Spark's operators tell it
 * @param broadcastBytes that the driver made for executors: scopes, tables of joins, and what
 *     stages are; null where it is not known, as in an event log
 * @param settings of Spark, but for secrets
 */
public record Application(
    String id,
    String name,
    String spark,
    String master,
    String source,
    String status,
    String error,
    String started,
    double seconds,
    int cores,
    double driverSeconds,
    double pythonSeconds,
    Long broadcastBytes,
    Map<String, String> settings) {}
