package dev.p3.tour;

import static dev.p3.report.Table.row;

import dev.p3.chart.Bars;
import dev.p3.console.TextTable;
import dev.p3.profile.Profile;
import dev.p3.profile.Profiled;
import dev.p3.profile.model.Finding;
import dev.p3.profile.model.RunProfile;
import dev.p3.report.Block;
import dev.p3.report.Report;
import dev.p3.report.Section;
import dev.p3.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** A profile of each pattern and its twins, beside each other: what the pattern buys, shown. */
final class TourProfiles {
  private static final String PAGE = "tour-profile.html";
  private static final double MIB = 1 << 20;

  private final SparkSession spark;
  private final Path directory;
  private final List<Row> rows = new ArrayList<>();

  TourProfiles(SparkSession spark, Path directory) {
    this.spark = spark;
    this.directory = directory;
  }

  private record Row(String job, String variant, RunProfile run) {
    double measure(String name) {
      return run.measure(name).orElse(0);
    }

    String findings() {
      return run.findings().stream()
          .map(Finding::rule)
          .distinct()
          .collect(Collectors.joining(", "));
    }
  }

  /** Runs a variant. */
  @FunctionalInterface
  interface Run {
    void run() throws IOException;
  }

  /** Profiles one run of a variant, and writes its profile into a folder of its own. */
  void add(String job, String variant, Run run) throws IOException {
    Profile profile = Profile.start(spark);
    run.run();
    Profiled profiled = profile.stop();
    Path folder = Files.createDirectories(directory.resolve(job + "-" + variant));
    profiled.writeTo("file:" + folder.toAbsolutePath(), spark.sparkContext().hadoopConfiguration());
    rows.add(new Row(job, variant, profiled.profile()));
  }

  /** The table that is printed. */
  TextTable<?> table() {
    return new TextTable<>(rows, TextTable.OF_SENTENCES)
        .left("job", Row::job)
        .left("variant", Row::variant)
        .right("seconds", each -> text(each.measure("seconds")))
        .right("CPU s", each -> text(each.measure("cpu_seconds")))
        .right("GC s", each -> text(each.measure("gc_seconds")))
        .right("allocated MB", each -> text(each.measure("allocated_bytes") / MIB))
        .right("shuffled MB", each -> text(each.measure("shuffle_bytes") / MIB))
        .left("findings", Row::findings);
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /** Writes the page that has all of them. */
  Path write() throws IOException {
    Map<String, List<Row>> byJob = new LinkedHashMap<>();
    rows.forEach(each -> byJob.computeIfAbsent(each.job, any -> new ArrayList<>()).add(each));
    var sections = new ArrayList<Section>();
    byJob.forEach((job, variants) -> sections.add(section(job, variants)));
    Path page = directory.resolve(PAGE);
    new Report(
            "What the patterns buy",
            "Each pattern beside its twins, on the bundled samples; the folders beside this page hold the whole profiles.",
            sections)
        .writeTo(page);
    return page;
  }

  private static Section section(String job, List<Row> variants) {
    Table table =
        Table.of(
            List.of(
                new Table.Column("variant"),
                new Table.Column("took", "s", "with the driver's time"),
                new Table.Column("cpu", "s", "of all tasks"),
                new Table.Column("gc", "s", "of all tasks"),
                new Table.Column("allocated", "MB", "as sampled"),
                new Table.Column("shuffled", "MB", ""),
                new Table.Column("findings")),
            variants.stream()
                .map(
                    each ->
                        row(
                            each.variant,
                            each.measure("seconds"),
                            each.measure("cpu_seconds"),
                            each.measure("gc_seconds"),
                            each.measure("allocated_bytes") / MIB,
                            each.measure("shuffle_bytes") / MIB,
                            each.findings()))
                .toList());
    String pattern = variants.get(0).variant;
    var blocks = new ArrayList<Block>();
    blocks.add(
        new Block.Exhibit(
            job + ": the pattern is " + pattern,
            table,
            List.of(
                new Bars(List.of("variant"), List.of("took", "cpu"), "s").standingOut(pattern),
                new Bars(List.of("variant"), List.of("allocated"), "MB").standingOut(pattern))));
    variants.forEach(
        each ->
            each.run
                .findings()
                .forEach(
                    finding ->
                        blocks.add(
                            new Block.Note(
                                String.format(
                                    Locale.ROOT,
                                    "%s: %s, %s (%s). %s",
                                    each.variant,
                                    finding.what(),
                                    finding.where(),
                                    finding.evidence(),
                                    finding.remedy())))));
    return new Section(job, blocks);
  }
}
