/**
 * What records cost: through Kryo beside other serializers, and as rows of a Dataset beside beans.
 *
 * <pre>
 *   Shape × Contender  ──►  RecordSerializationBenchmark   ns to write and to read a record, bytes allocated
 *                      └─►  SerializedSizes                bytes of a record, as they are and after LZ4
 *   Shape × form       ──►  RowEncodingBenchmark           ns from object to row and back
 * </pre>
 */
package dev.p3.bench.record;
