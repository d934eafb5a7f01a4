/**
 * Sources and sinks, named by URI.
 *
 * <pre>
 *   [csv|json|parquet|orc|text[,OPTION=VALUE…]:]PATH      PATH: any Hadoop file system, globs, directories
 *
 *   DataLocation ──► StoredInput ──► Sources              what is there, checked before it is read
 *              └───► StagedOutput                        appears whole under its name, or not at all
 * </pre>
 *
 * <p>What is no files is an {@link Output} too: {@code jdbc:}, {@code kafka:}, and data sources of
 * Spark that are installed. A stream adds numbered batches to a {@link StreamOutput}, each once.
 *
 * <p>Classes named {@code Kafka…} need Kafka's clients, which come with Spark's connector; none is
 * loaded unless a location begins with {@code kafka:}.
 */
package dev.p3.data;
