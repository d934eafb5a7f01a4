/**
 * Tables of databases. A run stages its rows in a table of its own and moves them in one
 * transaction; a stream remembers its batches in the table {@code p3_batches}, and which driver
 * adds to it in the table {@code p3_streams}.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.data.jdbc;
