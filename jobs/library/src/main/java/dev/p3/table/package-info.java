/**
 * Columns of Datasets by name and type, and digests of their rows.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.table;
