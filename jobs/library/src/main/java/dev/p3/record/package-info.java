/**
 * Java records as Spark types.
 *
 * <pre>
 *   record Trip(...)  ──►  Records.encoder(Trip.class)   rows of a Dataset
 *                     ├─►  Records.as(rows, Trip.class)   rows of any schema that fits
 *                     └─►  P3Registrator + RecordModule   Kryo: shuffles of RDDs, broadcasts, results
 * </pre>
 *
 * <p>Stock Spark supports records in neither place: Kryo fails and {@code Encoders.bean} gives rows
 * without columns. Records handed to Kryo are listed by a {@link dev.p3.record.RecordModule}, so
 * that {@code spark.kryo.registrationRequired=true} can stay on; {@link
 * dev.p3.record.KryoDiscovery} finds all that a run sends and no module lists.
 */
package dev.p3.record;
