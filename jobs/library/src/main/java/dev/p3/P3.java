package dev.p3;

import dev.p3.chart.Chart;
import dev.p3.job.CommandLine;
import dev.p3.job.JobRegistry;
import dev.p3.job.JobRun;
import dev.p3.job.PatternJob;
import dev.p3.job.Presenter;
import dev.p3.job.Presenter.Exhibit;
import dev.p3.job.Presenter.Presented;
import dev.p3.record.ConnectSession;
import dev.p3.scope.CaptureLimits;
import dev.p3.scope.CaptureReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The door for programs, which are given the command line ({@link #main}), and for notebooks, where
 * it shows tables and charts below a cell.
 *
 * <p>Where the notebook has a way to show HTML, a first cell hands it in, and what is displayed
 * appears there: {@code P3.displayWith(html => displayHTML(html))} on Databricks, {@code
 * P3.displayWith(html => kernel.publish.html(html))} in a Jupyter kernel for Scala. Elsewhere, as
 * in the Spark kernel of EMR Studio, whose Scala runs on another machine than the browser's, a
 * table of characters is printed, and the path of the page, on the driver, with the charts. While
 * rows are computed, a line every ten seconds says how far they are, but through Spark Connect.
 *
 * <p>Thread-safe. Cost: the query of what is displayed runs once for each call, whole, since its
 * rows are counted; a page is about 1 MB.
 */
public final class P3 {
  private static volatile Consumer<String> browser;

  private P3() {}

  /**
   * The command line of p3 with jobs of the caller's, for the {@code main} of a jar of one's own:
   *
   * <pre>{@code
   * public static void main(String[] arguments) {
   *   P3.main(arguments, new SessionsJob());
   * }
   * }</pre>
   *
   * <p>Call it first of all: it opens to Spark the packages of the JDK that it needs, so that the
   * driver of a standalone cluster runs it too. The records of the jobs are registered everywhere.
   * Ends the JVM with 1 when the job failed, 2 on bad usage, 3 when the outputs are complete and
   * the report is not, and 4 when some outputs are and another is not there; returns when all went
   * well.
   *
   * @param arguments those of the command line, as {@code run sessions --in clicks.csv}
   * @param jobs beside p3's own and those that jars name as services; each of a public class with a
   *     public constructor without arguments, by which executors make it for themselves
   * @throws IllegalStateException when p3's suite is not on the class path, or the process is a
   *     client of Spark Connect
   */
  public static void main(String[] arguments, PatternJob<?, ?>... jobs) {
    if (ConnectSession.isOnlyClient()) {
      throw new IllegalStateException(
          ConnectSession.refusal(
              "run the command line", "it takes a SparkContext, which a client does not have"));
    }
    JobRegistry.add(jobs);
    service(CommandLine.class)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Cannot run: p3's own jar is not on the class path; start by './p3 submit', or give spark-submit the jar with --jars"))
        .run(arguments);
  }

  /**
   * A sample of p3's jar, such as {@code us-flights/flights.parquet}, {@code
   * us-flights/airports.csv} or {@code moby-dick/moby-dick.txt}: a copy of it is made in the
   * default file system and deleted when the driver ends. A text has the one column {@code value}.
   *
   * @throws dev.p3.fault.BadUsageException when there is no such sample
   */
  public static Dataset<Row> sample(SparkSession spark, String name) {
    SparkContext context = ConnectSession.context(spark, "copy a sample of p3's jar");
    return SampleTable.read(spark, context, name);
  }

  /** From now on hands pages to the notebook; with null, prints again. */
  public static void displayWith(Consumer<String> html) {
    browser = html;
  }

  /** Shows the first rows as a table, and the charts that are drawn of them. */
  public static void display(Dataset<?> rows, Chart... charts) {
    String caption = List.of(charts).stream().map(Chart::title).collect(Collectors.joining("; "));
    show("p3", List.of(new Exhibit(caption, rows.toDF(), Map.of(), List.of(charts))));
  }

  /** Shows every output of a job, with the charts that the job has for it. */
  public static void display(JobRun<?> run) {
    show("p3 " + run.job(), run.exhibits());
  }

  /** Prints what a function captures, and what is to be said about each value. */
  public static void display(CaptureReport report) {
    var text = new StringBuilder("captured by the function at " + report.site() + ":");
    report
        .captures()
        .forEach(
            capture ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%n  %s : %s — %s serialized, %s",
                        capture.name(),
                        capture.type(),
                        capture.serialized().map(Object::toString).orElse("?"),
                        CaptureLimits.DEFAULT.verdict(report, capture))));
    scala.Console.println(report.captures().isEmpty() ? text.append(" nothing") : text);
  }

  private static void show(String title, List<Exhibit> exhibits) {
    Optional<Presenter> presenter = service(Presenter.class);
    if (presenter.isEmpty()) {
      exhibits.forEach(exhibit -> exhibit.rows().show());
      return;
    }
    Presented presented = presenter.get().present(title, exhibits);
    Consumer<String> shows = browser;
    if (shows != null) {
      shows.accept(presented.html());
    } else {
      scala.Console.println(presented.text());
      scala.Console.println("With charts: " + written(presented.html()));
    }
  }

  /** The library alone has none. */
  private static <T> Optional<T> service(Class<T> type) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return ServiceLoader.load(type, loader == null ? P3.class.getClassLoader() : loader)
        .findFirst();
  }

  private static Path written(String html) {
    try {
      Path page = Files.createTempFile("p3-", ".html");
      return Files.writeString(page, html);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the page for a browser", e);
    }
  }
}
