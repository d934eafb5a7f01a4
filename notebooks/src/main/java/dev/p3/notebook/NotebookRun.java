package dev.p3.notebook;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * {@code notebooks/run [--master MASTER] [NAME…]} executes notebooks, {@code notebooks/run make}
 * writes the {@code .ipynb} of each.
 */
public final class NotebookRun {
  private static final String PASSED = "passed";
  private static final String LINE = "%-22s %5s %8s  %s%n";

  private final Path executed;
  private final PrintStream output;
  private final SparkSession spark;
  private final CellClasses classes;
  private int number;

  private NotebookRun(Path executed, PrintStream output, SparkSession spark, CellClasses classes) {
    this.executed = executed;
    this.output = output;
    this.spark = spark;
    this.classes = classes;
  }

  /**
   * Arguments: the directory of the notebooks, that of executed copies, and the words of the
   * command.
   */
  public static void main(String[] arguments) throws Exception {
    Path notebooks = Path.of(arguments[0]);
    var words = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
    if (words.equals(List.of("make"))) {
      make(notebooks);
      return;
    }
    String master = "local[2]";
    int at = words.indexOf("--master");
    if (at >= 0) {
      master = words.get(at + 1);
      words.subList(at, at + 2).clear();
    }
    List<SourceNotebook> chosen =
        SourceNotebook.in(notebooks).stream()
            .filter(each -> words.isEmpty() || words.stream().anyMatch(each.name()::startsWith))
            .toList();
    if (chosen.isEmpty()) {
      System.err.println("Cannot find a notebook that begins with " + words);
      System.exit(2);
    }
    PrintStream output = System.out; // the command line takes System.out away
    var classes = new CellClasses(Files.createTempDirectory("p3-cells-"));
    SparkSession spark = session(master, classes);
    var run = new NotebookRun(Path.of(arguments[1]), output, spark, classes);
    int failed = run.execute(chosen);
    spark.stop();
    System.exit(failed == 0 ? 0 : 1);
  }

  static void make(Path notebooks) throws IOException {
    for (SourceNotebook notebook : SourceNotebook.in(notebooks)) {
      Files.writeString(notebooks.resolve(notebook.name() + ".ipynb"), Ipynb.of(notebook));
    }
  }

  /** As a notebook's cluster has it: Spark's own settings, and those that the first cell names. */
  private static SparkSession session(String master, CellClasses classes) {
    SparkSession.Builder builder = SparkSession.builder().master(master).appName("p3 notebooks");
    Map.of(
            "spark.ui.enabled", "false",
            "spark.repl.class.outputDir", classes.directory().toString(),
            "spark.sql.extensions", "dev.p3.udfs.P3Functions",
            "spark.plugins", "dev.p3.profile.ProfilePlugin",
            "spark.sql.shuffle.partitions", "8",
            "spark.sql.warehouse.dir", classes.directory().resolve("warehouse").toString())
        .forEach(builder::config);
    if (!master.startsWith("local[")) {
      builder.config("spark.jars", System.getProperty("p3.jar"));
    }
    return classes.within(builder::getOrCreate);
  }

  @SuppressWarnings("ReferenceEquality") // NONE is that of a cell that was not executed
  private int execute(List<SourceNotebook> chosen) throws Exception {
    Optional<Screenshots> screenshots = Screenshots.to(executed);
    if (screenshots.isEmpty()) {
      output.println("No chart is looked at: chromium is not on the PATH.");
    }
    Files.createDirectories(executed);
    int failed = 0;
    output.printf(Locale.ROOT, LINE, "notebook", "cells", "seconds", "result");
    for (SourceNotebook notebook : chosen) {
      long begun = System.nanoTime();
      var outputs = new ArrayList<CellOutput>();
      String result = outcome(notebook, outputs);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Files.writeString(
          executed.resolve(notebook.name() + ".ipynb"), Ipynb.executed(notebook, outputs));
      if (screenshots.isPresent() && result.startsWith(PASSED)) {
        result = seen(result, screenshots.get(), notebook, outputs);
      }
      boolean isGood = result.startsWith(PASSED);
      failed += isGood ? 0 : 1;
      output.printf(
          Locale.ROOT,
          LINE,
          notebook.name(),
          outputs.stream().filter(each -> each != CellOutput.NONE).count(),
          String.format(Locale.ROOT, "%.1f", seconds),
          result);
    }
    return failed;
  }

  /** A result, with how many charts are seen in pictures of what was displayed. */
  private static String seen(
      String result, Screenshots screenshots, SourceNotebook notebook, List<CellOutput> outputs)
      throws IOException, InterruptedException {
    List<String> pages = outputs.stream().flatMap(each -> each.pages().stream()).toList();
    try {
      int charts = screenshots.charts(notebook.name(), pages);
      return charts == 0 ? result : result + "; charts seen: " + charts;
    } catch (IllegalStateException e) {
      return "FAILED: " + e.getMessage();
    }
  }

  /** Fills in the outputs of the cells that were run. */
  private String outcome(SourceNotebook notebook, List<CellOutput> outputs) throws Exception {
    try (CellRunner runner = runner(notebook)) {
      for (Cell cell : notebook.cells()) {
        if (cell.kind() == Cell.Kind.TEXT) {
          outputs.add(CellOutput.NONE);
          continue;
        }
        CellOutput given = runner.run(cell.text());
        outputs.add(given);
        if (given.failed()) {
          return "FAILED in cell " + outputs.size() + ":\n" + cell.text() + "\n" + given.text();
        }
      }
      if (notebook.syntax() == SourceNotebook.Syntax.PYTHON) {
        return PASSED + "; its SQL and its calls of the JVM, without Python";
      }
      Optional<String> command = Comparison.command(notebook);
      if (command.isEmpty()) {
        return PASSED;
      }
      return Comparison.difference(
              spark,
              command.get(),
              runner.result().orElseThrow(() -> new IllegalStateException("no result to compare")))
          .map(difference -> "FAILED: " + difference)
          .orElse(PASSED + "; the same rows as ./p3 run");
    }
  }

  private CellRunner runner(SourceNotebook notebook) throws ReflectiveOperationException {
    return switch (notebook.syntax()) {
      case SCALA -> new ScalaCells(++number, classes);
      case SQL -> new SqlCells(spark);
      case PYTHON -> new PythonCells(spark);
    };
  }
}
