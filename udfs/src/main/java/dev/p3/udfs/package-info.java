/**
 * Spark SQL functions, loaded by {@code spark.sql.extensions=dev.p3.udfs.P3Functions}.
 */
package dev.p3.udfs;
