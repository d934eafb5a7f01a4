package dev.p3.patterns.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.job.Inputs;
import dev.p3.job.Observed;
import dev.p3.job.Outcome;
import dev.p3.scope.Scopes;
import dev.p3.table.RowDigest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class WordCountTransportTest {
  private static final byte[] MALFORMED = {'a', (byte) 0xff, ' ', 'b'};

  @Test
  void everyTransportThatCarriesKeysCountsAsSparkSqlDoes() {
    Dataset<Row> lines =
        LocalSpark.spark()
            .createDataset(
                List.of(bytes("a rose is"), bytes("a rose"), bytes(""), MALFORMED),
                Encoders.BINARY())
            .toDF("value")
            .repartition(3);
    try (var scopes = new Scopes(LocalSpark.spark())) {
      RowDigest expected =
          RowDigest.of(run(lines, Optional.empty(), "combined", scopes).outputs().get("counts"));

      for (String transport : List.of("serial", "threads", "spark")) {
        Outcome<WordCountResult> counted = run(lines, Optional.of(transport), "combined", scopes);
        assertThat(RowDigest.of(counted.outputs().get("counts"))).as(transport).isEqualTo(expected);
        assertThat(counted.result().apply(new Observed(Map.of())).malformedBytes()).isEqualTo(1);
      }
    }
  }

  @Test
  void refusesATransportThatThereIsNotAndOneBesideGrouping() {
    Dataset<Row> lines = LocalSpark.spark().range(1).selectExpr("'a' as value");
    try (var scopes = new Scopes(LocalSpark.spark())) {
      assertThatThrownBy(() -> run(lines, Optional.of("pigeon"), "combined", scopes))
          .isInstanceOf(BadUsageException.class)
          .hasMessageStartingWith("Invalid --transport: 'pigeon'");
      assertThatThrownBy(() -> run(lines, Optional.of("serial"), "grouped", scopes))
          .isInstanceOf(BadUsageException.class);
    }
  }

  private static Outcome<WordCountResult> run(
      Dataset<Row> lines, Optional<String> transport, String variant, Scopes scopes) {
    var options =
        new WordCountOptions(
            Tokens.WORDS, 1, OptionalLong.empty(), StandardCharsets.UTF_8, transport);
    return new WordCountJob().run(new Inputs(Map.of("text", lines)), options, variant, scopes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
