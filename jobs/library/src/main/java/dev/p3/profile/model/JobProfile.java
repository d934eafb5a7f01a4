package dev.p3.profile.model;

import java.util.List;

/**
 * What one action triggered.
 *
 * @param query the SQL query that it is part of; null when there is none
 * @param stages that it needs, with those that were there already
 * @param status {@code complete}, {@code failed}, {@code running}, or {@code interrupted} by the
 *     end of the application
 */
public record JobProfile(
    int id,
    String description,
    Long query,
    List<Integer> stages,
    double start,
    double seconds,
    String status) {}
