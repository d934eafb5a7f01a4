/**
 * Finds what would make a job fail on a target, before one is submitted: each check has a verdict,
 * what was found, and what to do.
 */
package dev.p3.doctor;
