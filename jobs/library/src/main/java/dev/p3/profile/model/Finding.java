package dev.p3.profile.model;

/**
 * What a rule found.
 *
 * @param rule its name
 * @param what is the case, in a sentence
 * @param where the stage, function, query or executor
 * @param evidence the measured number, with its unit
 * @param threshold from which on the rule speaks
 * @param savesSeconds how much of the run it may save; null when that cannot be told
 * @param remedy what to do, with the line or the setting
 */
public record Finding(
    String rule,
    String what,
    String where,
    String evidence,
    String threshold,
    Double savesSeconds,
    String remedy) {}
