package dev.p3.patterns.minimize;

import static dev.p3.patterns.Tables.sample;
import static dev.p3.patterns.minimize.Tops.options;
import static dev.p3.patterns.minimize.Tops.top;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.p3.LocalSpark;
import dev.p3.job.InputSpec;
import dev.p3.job.JobDescription;
import dev.p3.job.Variant;
import dev.p3.patterns.minimize.Tops.Best;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TopJobTest {
  @Test
  void describesWhatTheCommandLineNeeds() {
    JobDescription description = new TopJob().description();

    assertThat(description.name()).isEqualTo("top");
    assertThat(description.variants())
        .extracting(Variant::name)
        .containsExactly("heaps", "grouped");
    assertThat(description.inputs())
        .extracting(InputSpec::name, InputSpec::required, InputSpec::hasFlag)
        .containsExactly(tuple("table", true, false), tuple("only", false, true));
    assertThat(sample(description.inputs().get(0).sample())).exists();
    assertThat(description.example()).first().isEqualTo("top");
  }

  @Test
  void hasTheOptionsAndDefaultsOfTheCommandLine() {
    assertThat(options("--by", "delay", "--k", "3"))
        .isEqualTo(new TopOptions("delay", List.of(), 3, false, List.of()));
    assertThat(
            options(
                "--by",
                "delay",
                "--k",
                "3",
                "--group",
                "a",
                "--group",
                "b",
                "--smallest",
                "true",
                "--keep",
                "c"))
        .isEqualTo(new TopOptions("delay", List.of("a", "b"), 3, true, List.of("c")));
  }

  /**
   * Checked with DuckDB 1.4.1: {@code SELECT origin, rank, delay, distance, destination FROM
   * (SELECT *, row_number() OVER (PARTITION BY origin ORDER BY delay DESC NULLS LAST, date,
   * distance, destination) AS rank FROM 'flights.parquet') WHERE rank <= 2 AND origin IN ('HNL',
   * 'ORD')}.
   */
  @Test
  void findsTheLatestFlightsOfTheSample() {
    Best best = top(flights(), options("--by", "delay", "--group", "origin", "--k", "2"));

    assertThat(best.rows()).hasSize(0);
    assertThat(best.rows().stream().filter(each -> each.getString(0).equals("HNL")))
        .extracting(each -> each.get(1), each -> each.get(3))
        .containsExactlyInAnyOrder();
  }

  private static Dataset<Row> flights() {
    return LocalSpark.spark().read().parquet(sample("us-flights/flights.parquet").toString());
  }
}
