package dev.p3.job;

/**
 * One way to do a job. The first variant of a job is the pattern; the others are its twins, the
 * code people write first. All give the same rows.
 *
 * @param name its name on the command line
 * @param meaning one phrase
 */
public record Variant(String name, String meaning) {}
