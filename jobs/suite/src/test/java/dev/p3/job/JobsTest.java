package dev.p3.job;

import static dev.p3.patterns.Tables.row;
import static dev.p3.testkit.DatasetAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** p3's own jobs by their names, as a notebook calls them. */
class JobsTest {
  private static final SparkSession SPARK = LocalSpark.spark();
  private static final Jobs JOBS = Jobs.of(SPARK);

  private static Dataset<Row> flights() {
    return SPARK.sql(
        "SELECT * FROM VALUES ('ORD', 5), ('ORD', 9), ('ATL', 7), ('ATL', NULL) AS t(origin, delay)");
  }

  @Test
  void aJobGivesItsOutputsAndItsResult() {
    try (JobRun<?> run =
        JOBS.job("top")
            .input("table", flights())
            .option("by", "delay")
            .option("--group", "origin")
            .option("k", 1)
            .run()) {
      assertThat(run.output("top")).hasRows(row("ORD", 1, 9), row("ATL", 1, 7));
      assertThat(run.result()).hasToString("TopResult[by=delay, groups=2, rowsWithoutValue=0]");
      assertThat(run.result()).isSameAs(run.result());
    }
  }

  @Test
  void everyFaultIsReportedAtOnce() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(
            () ->
                JOBS.job("top")
                    .input("tabel", flights())
                    .option("k", -1)
                    .option("kk", 1)
                    .variant("heap")
                    .run())
        .satisfies(
            refused ->
                assertThat(refused.faults())
                    .hasSizeGreaterThanOrEqualTo(5)
                    .anyMatch(fault -> fault.startsWith("Unknown input 'tabel' of top"))
                    .anyMatch(fault -> fault.startsWith("Missing input 'table' of top"))
                    .anyMatch(fault -> fault.startsWith("Unknown option 'kk' of top"))
                    .anyMatch(fault -> fault.startsWith("Invalid --variant: 'heap'"))
                    .anyMatch(fault -> fault.startsWith("Missing --by")));
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> JOBS.job("topp"))
        .withMessageStartingWith("Unknown job 'topp' (must be one of word-count, summarize,")
        .withMessageEndingWith("Did you mean 'top'?");
  }

  @Test
  void linesAreTakenFromAnyColumnOfThatName() {
    Dataset<String> lines = SPARK.createDataset(List.of("a rose is a rose"), Encoders.STRING());
    try (JobRun<?> run =
        JOBS.job("word-count")
            .input("text", lines)
            .option("top", 1)
            .option("tokens", "whitespace")
            .run()) {
      assertThat(run.output("counts").collectAsList())
          .extracting(row -> row.getString(0) + row.getLong(1))
          .containsAnyOf("a2", "rose2");
    }
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> JOBS.job("word-count").input("text", flights()).run())
        .withMessage(
            "Cannot take input 'text' as lines: its columns are [origin, delay] (must be one column 'value' of STRING or BINARY)");
  }

  @Test
  void anyTableIsIngested() {
    Dataset<Row> raw =
        SPARK.sql("SELECT * FROM VALUES ('ORD', '41.9'), ('ATL', 'north') AS t(IATA, latitude)");
    try (JobRun<?> run =
        JOBS.job("ingest")
            .input("raw", raw)
            .option("schema", "iata string, latitude double")
            .run()) {
      assertThat(run.output("good")).hasRows(row("ORD", 41.9));
      Row bad = run.output("bad").collectAsList().get(0);
      assertThat(bad.<String>getAs("fault")).isEqualTo("CAST");
      assertThat(bad.<String>getAs("source")).isEqualTo("input 'raw'");
      assertThat(bad.<String>getAs("raw")).isEqualTo("{\"IATA\":\"ATL\",\"latitude\":\"north\"}");
    }
  }

  @Test
  void aScopeOfAJobIsClosedWithItsRun() {
    Dataset<Row> airports =
        SPARK.sql("SELECT * FROM VALUES ('ORD', 'Chicago'), ('ATL', 'Atlanta') AS t(iata, city)");
    Dataset<Row> joined;
    try (JobRun<?> run =
        JOBS.job("enrich")
            .input("facts", flights())
            .input("lookup", airports)
            .option("on", "origin=iata")
            .run()) {
      joined = run.output("enriched");
      assertThat(joined.count()).isEqualTo(4);
    }
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(joined::collectAsList)
        .withStackTraceContaining("closed");
  }

  @Test
  void jobsAreListedAndDescribedAsTables() {
    assertThat(Jobs.list(SPARK).select("job").as(Encoders.STRING()).collectAsList())
        .startsWith("word-count", "summarize");
    assertThat(Jobs.describe(SPARK, "top").where("part = 'option' AND name = 'by'").collectAsList())
        .hasSize(1)
        .allSatisfy(row -> assertThat(row.isNullAt(3)).isTrue());
  }
}
