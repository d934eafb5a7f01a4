/**
 * What went wrong, in words for the user: faults of usage, all at once, and of runs; and what to
 * say of exceptions of others.
 */
package dev.p3.fault;
