/** Data sources that are installed in Spark and that p3 has no connector for. */
package dev.p3.data.installed;
