package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.scope.PerExecutorTest.Client;
import dev.p3.scope.PerExecutorTest.Tools;
import dev.p3.scope.TestRecordModule.Checked;
import dev.p3.session.P3Session;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** A session that ends before its scopes do; it has Spark's own serializer. */
class ScopeAtSessionEndIT {
  @Test
  void warnsOfOpenScopesAndClosesWhatTheyBuilt() {
    SparkSession spark =
        P3Session.borrowOrOpen(
                "session end",
                P3Session.settings(
                    Map.of(),
                    Map.of(
                        "spark.master", "local[1]",
                        "spark.serializer", "org.apache.spark.serializer.JavaSerializer",
                        "spark.ui.enabled", "false",
                        "spark.driver.bindAddress", "127.0.0.1",
                        "spark.driver.host", "127.0.0.1",
                        "spark.local.dir", "target/spark-local")))
            .spark();
    // After the session began, which sets up logging.
    List<String> kept = Logged.by(Scope.class);
    JavaRDD<Integer> one =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(1), 1);
    Scope<Tools> forgotten = Scope.open(spark, new Tools(PerExecutor.of(Client::new), 2));
    Scope<Tools> closed = Scope.open(spark, new Tools(PerExecutor.of(Client::new), 3));
    JavaRDD<Integer> asked =
        forgotten.map(one, (tools, number) -> tools.client().value().ask(number));
    assertThat(asked.collect()).containsExactly(2);
    closed.close();
    try (var large = Scope.open(spark, new Checked(List.of("a"), new int[100_000]))) {
      assertThat(large.map(one, (values, n) -> values.numbers().length).collect())
          .containsExactly(100_000);
    }
    assertThat(Client.closed()).isZero();

    spark.stop();

    assertThat(kept).hasSize(1);
    assertThat(kept.get(0))
        .matches(
            "WARN A scope was still open when the session ended: Tools \\(opened at ScopeAtSessionEndIT\\.java:\\d+, \\d[\\d.]* K?B in memory, \\d[\\d.]* K?B sent, 1 use\\) \\(close each, for example with try\\)");
    assertThat(Client.closed()).isEqualTo(1);
    assertThat(Scope.ledger(spark)).isEmpty();
    assertThatCode(forgotten::close).doesNotThrowAnyException();
    assertThatThrownBy(() -> forgotten.foreach(one, (tools, number) -> {}))
        .isInstanceOf(ClosedScopeException.class);
    assertThatThrownBy(() -> Scope.open(spark, new Tools(PerExecutor.of(Client::new), 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot open a scope: the Spark session is stopped");
  }
}
