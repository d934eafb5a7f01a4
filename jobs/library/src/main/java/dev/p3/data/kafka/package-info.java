/**
 * Topics of Kafka: the rows of a run or batch are one transaction. The classes need Kafka's
 * clients, which come with Spark's connector; none is loaded unless a location names a topic.
 *
 * <p>Internal: changes without notice.
 */
package dev.p3.data.kafka;
