/**
 * Lean on a good serializer: what a record costs under each, measured on the user's own rows.
 *
 * <pre>
 *   table ─► rows as records ─┬─► every row through one serializer and back, on the executors ─► equal?
 *                             └─► some rows ─► driver: five serializers in turns ─► bytes, ns
 * </pre>
 *
 * <p>Use it before you set {@code spark.serializer}, or when shuffles and broadcasts weigh more
 * than the data do. Without a record class it makes the one that a user would declare for the
 * columns, at run time. Twin: {@code java} carries every row through Java serialization, which is
 * what Spark does with RDDs unless it is told otherwise.
 *
 * <p>Cost: two passes over the table, one more over its numbers when no record class is named, and
 * the seconds of measuring; no shuffle; at most 4 MB of rows on the driver. All of it is done while
 * the job describes its outputs.
 *
 * <p>Limits: figures are of one thread with nothing beside it. A stream is in memory and has no
 * keys beside the records. A table of more than 249 columns needs a record class with some of them.
 * Records that Java serialization does not take are replaced by equal ones for {@code java}, and
 * that is said. With {@code --discover-kryo} the record that is made here is reported as well.
 */
package dev.p3.patterns.serialize;
