/**
 * What a scope costs beside a plain broadcast of the same record with the same serializer.
 *
 * <pre>
 *   Way (scope | broadcast)  ──►  ScopedMapBenchmark   ms for a map over an RDD and over a Dataset
 *                            ├─►  ScopeOpenBenchmark   ms to send a map of about 100 MB and take it back
 *                            └─►  CaptureCheckBenchmark   µs to look at a function before it is sent
 * </pre>
 */
package dev.p3.bench.scope;
