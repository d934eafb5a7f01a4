package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.scope.TestRecordModule.Lookups;
import dev.p3.scope.TestRecordModule.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ScopeStreamingTest {
  private final SparkSession spark = LocalSpark.spark();

  @Test
  @Timeout(value = Hanging.MINUTES, unit = TimeUnit.MINUTES)
  void servesEachBatchUntilItIsClosed(@TempDir Path folder) throws Exception {
    Path incoming = Files.createDirectory(folder.resolve("incoming"));
    Files.writeString(incoming.resolve("first.txt"), "KEF\n");
    var values = new Lookups(new HashMap<>(Map.of("KEF", new Place("Keflavik", 64))), 1);
    StreamingQuery query = null;
    try (var scope = Scope.open(spark, values)) {
      Dataset<String> named =
          scope.map(
              spark.readStream().textFile(incoming.toString()),
              (lookups, code) -> lookups.places().get(code).name(),
              Encoders.STRING());
      query =
          named
              .writeStream()
              .format("memory")
              .queryName("named")
              .option("checkpointLocation", folder.resolve("checkpoint").toString())
              .start();
      query.processAllAvailable();
      Files.writeString(incoming.resolve("second.txt"), "KEF\nKEF\n");
      query.processAllAvailable();
      assertThat(spark.table("named").count()).isEqualTo(3);

      scope.close();
      Files.writeString(incoming.resolve("third.txt"), "KEF\n");

      assertThatThrownBy(query::processAllAvailable)
          .isInstanceOf(StreamingQueryException.class)
          .rootCause()
          .isInstanceOf(ClosedScopeException.class)
          .hasMessageContaining("the Dataset made by map at ScopeStreamingTest.java:");
      assertThat(spark.table("named").count()).isEqualTo(3);
    } finally {
      if (query != null) {
        query.stop();
      }
      spark.catalog().dropTempView("named");
    }
  }
}
