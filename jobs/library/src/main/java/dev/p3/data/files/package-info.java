/**
 * Files of any Hadoop file system: found by path or glob, read by Spark or line by line, and
 * written as directories that appear whole under their names, or not at all.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.data.files;
