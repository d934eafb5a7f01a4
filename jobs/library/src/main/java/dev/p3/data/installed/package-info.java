/**
 * Data sources that are installed in Spark and that p3 has no connector for.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.data.installed;
