package dev.p3.patterns.serialize;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.sample;
import static dev.p3.patterns.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.job.ColumnSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Observed;
import dev.p3.job.OptionsRecord;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.Variant;
import dev.p3.scope.Scopes;
import dev.p3.table.RowDigest;
import java.util.HashSet;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SerializeJobTest {
  private static final SerializeJob JOB = new SerializeJob();

  @Test
  void describesWhatTheCommandLineNeeds() {
    JobDescription description = JOB.description();
    assertThat(description.name()).isEqualTo("serialize");
    assertThat(description.variants())
        .extracting(Variant::name)
        .containsExactly("kryo-record", "java");
    assertThat(sample(description.inputs().get(0).sample())).exists();
    assertThat(OptionsRecord.defaults(SerializeOptions.class))
        .isEqualTo(new SerializeOptions("", 10_000, 3));
  }

  @Test
  void outputsHaveTheColumnsThatAreDescribed() {
    Outcome<SerializeResult> outcome = run(table("a INT, b STRING", row(1, "x")), "kryo-record");
    for (OutputSpec output : JOB.description().outputs()) {
      Dataset<Row> rows = outcome.outputs().get(output.name());
      assertThat(rows.columns())
          .containsExactlyElementsOf(output.columns().stream().map(ColumnSpec::name).toList());
      assertThat(rows.collectAsList())
          .extracting(each -> each.getString(0))
          .containsExactly("java", "kryo", "kryo-record", "encoder", "parquet");
    }
    assertThat(JOB.description().outputs().get(0).columns().stream().map(ColumnSpec::name))
        .startsWith(
            "serializer",
            "bytes_per_record",
            "lz4_bytes_per_record",
            "write_ns",
            "read_ns",
            "ratio");
  }

  @Test
  void variantsGiveTheSameSizesOfTheSampleAndCarryAllOfIt() {
    Dataset<Row> flights =
        LocalSpark.spark()
            .read()
            .parquet(sample("us-flights/flights.parquet").toString())
            .where("delay > 60");
    OutputSpec output = JOB.description().outputs().get(0);
    var digests = new HashSet<RowDigest>();
    for (Variant variant : JOB.description().variants()) {
      Outcome<SerializeResult> outcome = run(flights, variant.name());
      SerializeResult result = outcome.result().apply(new Observed(Map.of()));
      assertThat(result.rows()).isEqualTo(flights.count());
      digests.add(
          RowDigest.of(
              outcome.outputs().get(output.name()).drop(output.measured().toArray(String[]::new))));
    }
    assertThat(digests).hasSize(1);
  }

  private static Outcome<SerializeResult> run(Dataset<Row> table, String variant) {
    try (var scopes = new Scopes(LocalSpark.spark())) {
      return JOB.run(
          new Inputs(Map.of("table", table)), new SerializeOptions("", 1_000, 0), variant, scopes);
    }
  }
}
