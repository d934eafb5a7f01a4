package dev.p3.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lines of Python through Py4J's server, in a session with Spark's own settings. */
class PythonCellsTest {
  private static SparkSession spark;
  private static PythonGateway gateway;

  @BeforeAll
  static void open() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    gateway = new PythonGateway(spark);
  }

  @AfterAll
  static void close() {
    gateway.close();
    spark.stop();
  }

  @Test
  void aJobRunsByItsNameAndHandsItsOutputBack() {
    try (var cells = new PythonCells(spark)) {
      CellOutput given =
          cells.run(
              """
              # a comment
              spark.sql(\"""
              CREATE OR REPLACE TEMPORARY VIEW numbers AS SELECT id % 2 AS half, id FROM range(10)
              \""")
              jobs = spark._jvm.dev.p3.job.Jobs.of(spark._jsparkSession)
              run = jobs.job("top").input("table", spark.table("numbers")._jdf).option("by", "id").option("group", "half").option("k", 1).run()
              run.output("top").createOrReplaceTempView("greatest")
              spark.sql(\"""SELECT half, id FROM greatest ORDER BY half\""").show(truncate=False)
              run.close()
              """);

      assertThat(given.failed()).as(given.text()).isFalse();
      assertThat(given.text()).contains("|   0|  8|", "|   1|  9|");
    }
  }

  @Test
  void faultsOfAJobAreSaidToPython() {
    gateway.run("jobs = spark._jvm.dev.p3.job.Jobs.of(spark._jsparkSession)");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> gateway.run("jobs.job(\"topp\")"))
        .withMessageContaining("Cannot call job: ")
        .withMessageContaining("'topp'")
        .withMessageContaining("word-count");
  }

  @Test
  void aLineThatIsNoCallIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gateway.run("print(1)"))
        .withMessage("Cannot find name 'print'");
    assertThatIllegalArgumentException().isThrownBy(() -> gateway.run("spark.version"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gateway.run("spark.version() spark"))
        .withMessageContaining("from 'spark'");
  }
}
