package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said of failures of somebody's own job; a real client fails in an integration test. */
class ConnectSessionTest {
  @Test
  void whatSparkConnectLacksIsNamedWithoutItsCodes() {
    assertThat(
            ConnectSession.reason(
                new UnsupportedOperationException(
                    "[UNSUPPORTED_CONNECT_FEATURE.RDD] Feature is not supported in Spark Connect: Resilient Distributed Datasets (RDDs). SQLSTATE: 0A000")))
        .hasValue("it needs what only the driver has, Resilient Distributed Datasets (RDDs)");
    assertThat(
            ConnectSession.reason(
                new NoClassDefFoundError(
                    "org/apache/spark/sql/catalyst/parser/CatalystSqlParser$")))
        .hasValue(
            "it needs a part of Spark that a client lacks, org.apache.spark.sql.catalyst.parser.CatalystSqlParser");
  }

  @Test
  void otherFailuresAreNotForSparkConnect() {
    assertThat(ConnectSession.reason(new UnsupportedOperationException("add"))).isEmpty();
    assertThat(ConnectSession.reason(new IllegalStateException())).isEmpty();
  }
}
