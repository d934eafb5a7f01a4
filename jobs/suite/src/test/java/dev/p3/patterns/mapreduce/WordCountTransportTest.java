package dev.p3.patterns.mapreduce;

import static dev.p3.testkit.DatasetAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.job.JobRun;
import dev.p3.testkit.JobTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    try (JobRun<WordCountResult> expected = of(lines).run()) {
      for (String transport : List.of("serial", "threads", "spark")) {
        try (JobRun<WordCountResult> run = of(lines).option("transport", transport).run()) {
          assertThat(run.output("counts")).hasSameRowsAs(expected.output("counts"));
          assertThat(run.result().malformedBytes()).as(transport).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void refusesATransportThatThereIsNotAndOneBesideGrouping() {
    Dataset<Row> lines = LocalSpark.spark().range(1).selectExpr("'a' as value");

    assertThatThrownBy(() -> of(lines).option("transport", "pigeon").run())
        .isInstanceOf(BadUsageException.class)
        .hasMessageStartingWith("Invalid --transport: 'pigeon'");
    assertThatThrownBy(() -> of(lines).option("transport", "serial").run("grouped"))
        .isInstanceOf(BadUsageException.class);
  }

  private static JobTest<WordCountOptions, WordCountResult> of(Dataset<Row> lines) {
    return JobTest.of(new WordCountJob()).input("text", lines);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
