/**
 * Columns of Datasets by name and type, Datasets of plans, and digests of their rows.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.table;
