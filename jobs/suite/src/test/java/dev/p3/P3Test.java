package dev.p3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.chart.Chart;
import dev.p3.fault.BadUsageException;
import dev.p3.job.JobRun;
import dev.p3.job.Jobs;
import dev.p3.scope.Captures;
import dev.p3.scope.ScopedFunction;
import dev.p3.scope.Shared;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Function0;

class P3Test {
  private static final SparkSession SPARK = LocalSpark.spark();

  /** Of a cell, whose tasks wait for it. */
  private static final ByteArrayOutputStream PROGRESS = new ByteArrayOutputStream();

  private final List<String> pages = new ArrayList<>();
  private final Consumer<String> browser = pages::add;

  @AfterEach
  void forgetTheBrowser() {
    P3.displayWith(null);
  }

  private static String printed(Runnable work) {
    var output = new ByteArrayOutputStream();
    Function0<Object> thunk =
        () -> {
          work.run();
          return null;
        };
    scala.Console.withOut(output, thunk);
    return output.toString(UTF_8);
  }

  private static Dataset<Row> counts() {
    return SPARK.sql("SELECT * FROM VALUES ('the', 3), ('<b>', 2) AS t(token, count)");
  }

  @Test
  void rowsAndChartsAreShownAsTheNotebookCan() {
    P3.displayWith(browser);

    assertThat(printed(() -> P3.display(counts(), Chart.bars("token", "count", "tokens"))))
        .isEmpty();

    assertThat(pages).singleElement().asString().contains("&lt;b&gt;", "count (tokens)");
  }

  @Test
  void withoutABrowserATableIsPrintedWithThePathOfThePage() throws Exception {
    String text = printed(() -> P3.display(counts()));

    assertThat(text)
        .startsWith(
            """
            +-------+-------+
            | token | count |
            +-------+-------+
            | the   |     3 |
            | <b>   |     2 |
            +-------+-------+
            """);
    Path page = Path.of(text.substring(text.lastIndexOf(' ') + 1).strip());
    assertThat(Files.readString(page)).contains("&lt;b&gt;");
    Files.delete(page);
  }

  @Test
  void everyOutputOfARunIsShownWithItsCharts() {
    P3.displayWith(browser);
    try (JobRun<?> run =
        Jobs.of(SPARK)
            .job("summarize")
            .input("table", SPARK.range(9).selectExpr("id", "id * id AS square"))
            .run()) {
      P3.display(run);
    }

    assertThat(pages).singleElement().asString().contains("p3 summarize", "columns", "pearson");
  }

  @Test
  void whileRowsAreComputedACellIsToldHowFarTheyAre() {
    P3.displayWith(browser);
    MapFunction<Long, Long> waiting =
        id -> {
          Hanging.until("a line", () -> PROGRESS.toString(UTF_8).contains(" tasks done, "));
          return id;
        };

    scala.Console.withOut(
        PROGRESS,
        (Function0<Object>)
            () -> {
              P3.display(SPARK.range(0, 4, 1, 2).map(waiting, Encoders.LONG()));
              return null;
            });

    assertThat(PROGRESS.toString(UTF_8)).contains("p3: 0 of 2 tasks done, ");
    assertThat(pages).hasSize(1);
  }

  @Test
  void whatAFunctionCapturesIsPrinted() {
    var names = new ArrayList<>(List.of("a"));
    ScopedFunction<Shared<String>, Integer, String> function =
        (shared, index) -> shared.value() + names.get(index);

    assertThat(printed(() -> P3.display(Captures.inspect(function))))
        .startsWith("captured by the function at P3Test.java:")
        .contains("names : java.util.ArrayList — ", " serialized, mutable");
  }

  @Test
  void samplesAreReadAsTheCommandLineReadsThem() {
    Dataset<Row> airports = P3.sample(SPARK, "us-flights/airports.csv");

    assertThat(airports.where("iata = 'DBN'").select("name").first().getString(0))
        .isEqualTo("W. H. \"Bud\" Barron");
    assertThat(P3.sample(SPARK, "us-flights/flights.parquet").count()).isEqualTo(200_000);
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> P3.sample(SPARK, "no/such.csv"))
        .withMessage("Cannot read sample 'no/such.csv': there is no such sample");
  }
}
