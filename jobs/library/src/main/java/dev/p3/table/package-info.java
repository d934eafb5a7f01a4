/** Columns of Datasets by name and type, and digests of their rows. */
package dev.p3.table;
