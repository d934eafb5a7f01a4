package dev.p3.patterns.serialize;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.sample;
import static dev.p3.patterns.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.job.Inputs;
import dev.p3.job.JobRun;
import dev.p3.job.OptionsRecord;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.Variant;
import dev.p3.scope.Scopes;
import dev.p3.testkit.JobTest;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SerializeJobTest {
  private static final SerializeJob JOB = new SerializeJob();

  @Test
  void hasTheOptionsAndDefaultsOfTheCommandLine() {
    assertThat(OptionsRecord.defaults(SerializeOptions.class))
        .isEqualTo(new SerializeOptions("", 10_000, 3));
  }

  @Test
  void measuresEverySerializerInBothOutputs() {
    Outcome<SerializeResult> outcome = run(table("a INT, b STRING", row(1, "x")), "kryo-record");
    for (OutputSpec output : JOB.description().outputs()) {
      assertThat(outcome.outputs().get(output.name()).collectAsList())
          .extracting(each -> each.getString(0))
          .containsExactly("java", "kryo", "kryo-record", "encoder", "parquet");
    }
  }

  @Test
  void variantsGiveTheSameSizesOfTheSampleAndCarryAllOfIt() {
    Dataset<Row> flights =
        LocalSpark.spark()
            .read()
            .parquet(sample("us-flights/flights.parquet").toString())
            .where("delay > 60");
    JobTest<SerializeOptions, SerializeResult> test =
        JobTest.of(JOB)
            .input("table", flights)
            .options(new SerializeOptions("", 1_000, 0))
            .sameRowsInEveryVariant();
    long rows = flights.count();
    for (Variant<?, ?> variant : JOB.description().variants()) {
      try (JobRun<SerializeResult> run = test.run(variant.name())) {
        assertThat(run.result().rows()).isEqualTo(rows);
      }
    }
  }

  private static Outcome<SerializeResult> run(Dataset<Row> table, String variant) {
    try (var scopes = new Scopes(LocalSpark.spark())) {
      return JOB.run(
          new Inputs(Map.of("table", table)), new SerializeOptions("", 1_000, 0), variant, scopes);
    }
  }
}
