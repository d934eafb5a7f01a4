/**
 * Spark SQL functions, loaded by {@code spark.sql.extensions=dev.p3.udfs.P3Functions}.
 *
 * <pre>
 *   haversine_km(lat1, lon1, lat2, lon2)   DOUBLE degrees ─► DOUBLE kilometres
 * </pre>
 *
 * <p>A function is a composition of Spark's own expressions, so it takes part in whole-stage code
 * generation and in constant folding like any built-in function.
 */
package dev.p3.udfs;
