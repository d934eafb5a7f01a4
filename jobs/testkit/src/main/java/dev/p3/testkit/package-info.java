/**
 * For tests of jobs, with JUnit 5:
 *
 * <ul>
 *   <li>{@link dev.p3.testkit.SparkTest} gives a test one {@code SparkSession}, shared by all tests
 *       of the JVM. The build needs no {@code --add-opens}.
 *   <li>{@link dev.p3.testkit.DatasetAssert} compares tables whatever the order of their rows, and
 *       shows what differs.
 *   <li>{@link dev.p3.testkit.JobTest} runs a job on rows, in every variant, on several partitions
 *       and in other orders.
 *   <li>{@link dev.p3.testkit.RecordChecks} holds records to what Spark and Kryo ask of them.
 * </ul>
 */
package dev.p3.testkit;
