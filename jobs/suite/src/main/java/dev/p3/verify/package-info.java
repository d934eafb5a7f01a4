/**
 * Proves that a target gives the rows that every other gives: each job and each of its twins runs
 * on the bundled samples, and what it stored is compared with digests that do not depend on order.
 */
package dev.p3.verify;
