package dev.p3.tour;

import static dev.p3.report.Table.row;

import dev.p3.chart.Bars;
import dev.p3.chart.Chart;
import dev.p3.console.ByteUnit;
import dev.p3.job.JobDescription;
import dev.p3.job.PatternJob;
import dev.p3.report.Block;
import dev.p3.report.Block.Exhibit;
import dev.p3.report.Report;
import dev.p3.report.Section;
import dev.p3.report.Table;
import dev.p3.run.BuildInfo;
import dev.p3.tour.TourRecord.JobFigures;
import dev.p3.tour.TourRecord.PartFigures;
import dev.p3.tour.TourRecord.Seconds;
import dev.p3.tour.TourRecord.TwinFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A tour as a page to look at; its figures are those of {@code tour.json}. */
final class TourReport {
  private TourReport() {}

  /**
   * @param jobs the jobs of the record, in its order
   * @param exhibits the outputs of each
   */
  static Report of(TourRecord record, List<PatternJob<?, ?>> jobs, List<List<Exhibit>> exhibits) {
    var sections = new ArrayList<Section>();
    sections.add(new Section("Overview", overview(record)));
    for (int i = 0; i < record.jobs().size(); i++) {
      sections.add(section(record.jobs().get(i), jobs.get(i).description(), exhibits.get(i)));
    }
    sections.add(new Section("Environment", List.of(environment(record))));
    return new Report(
        "p3 tour",
        String.format(
            Locale.ROOT,
            "%d jobs on bundled samples, each beside its twins, the code people write first. All variants of a job gave the same rows.",
            record.jobs().size()),
        sections);
  }

  private static List<Block> overview(TourRecord record) {
    List<List<Object>> rows =
        record.jobs().stream()
            .flatMap(
                job ->
                    job.twins().stream()
                        .map(
                            twin ->
                                row(
                                    job.job(),
                                    twin.variant(),
                                    twin.ratio().median(),
                                    twin.ratio().min(),
                                    twin.ratio().max())))
            .toList();
    Table table =
        Table.of(
            List.of(
                new Table.Column("job"),
                new Table.Column("twin"),
                new Table.Column("ratio", "", "the twin's time over the pattern's, median"),
                new Table.Column("least", "", "the least ratio of the rounds"),
                new Table.Column("most", "", "the greatest ratio of the rounds")),
            rows);
    return List.of(
        new Block.Text(
            String.format(
                Locale.ROOT,
                "Times and ratios are medians of %d rounds, in which the variants take turns, unless a twin takes more than half a second: then it has one, when no number of rounds is set, and a pattern with no other twin too. Where a twin says that it ran on a quarter of the rows, the pattern did so beside it, and the ratio is of these two. Shuffled is what all tasks of a round write to shuffles, serialized and compressed. Peak heap is the most memory seen alive after a garbage collection, over what was alive before, in a round of its own.",
                record.rounds())),
        new Exhibit(
            "How many times as long as the pattern each twin takes",
            table,
            List.of(
                new Bars(List.of("job", "twin"), List.of("ratio"), "times the pattern's time"))));
  }

  private static Section section(
      JobFigures job, JobDescription<?, ?> description, List<Exhibit> exhibits) {
    var blocks = new ArrayList<Block>();
    blocks.add(new Block.Quote(description.rule()));
    blocks.add(
        new Block.Text(
            String.format(
                Locale.ROOT,
                "%s Here: %,d rows in, %,d rows out.",
                description.sentence(),
                job.rowsIn(),
                job.rowsOut())));
    blocks.add(new Block.Code(description.command()));
    description
        .variants()
        .forEach(
            variant -> blocks.add(new Block.Text(variant.name() + ": " + variant.meaning() + ".")));
    blocks.add(comparison(job));
    blocks.addAll(exhibits);
    return new Section(job.job(), blocks);
  }

  private static Exhibit comparison(JobFigures job) {
    var all = new ArrayList<Figures>();
    all.add(new Figures(job.variant(), job.seconds(), job.shuffledBytes(), job.peakHeapBytes()));
    job.twins().stream().filter(twin -> twin.part() == null).map(Figures::of).forEach(all::add);
    // The pattern stands before the twins that it is compared with.
    job.twins().stream()
        .map(TwinFigures::part)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(part -> all.add(Figures.of(job.variant(), part)));
    job.twins().stream().filter(twin -> twin.part() != null).map(Figures::of).forEach(all::add);
    ByteUnit shuffled = ByteUnit.of(all.stream().map(Figures::shuffledBytes).toList());
    ByteUnit heap =
        ByteUnit.of(
            all.stream().map(Figures::peakHeapBytes).filter(bytes -> bytes != null).toList());
    return new Exhibit(
        String.format(Locale.ROOT, "The pattern, %s, next to its twins", job.variant()),
        table(all, shuffled, heap),
        List.of(
            bars("time", "seconds", job),
            bars("shuffled", shuffled.name(), job),
            bars("peak heap", heap.name(), job)));
  }

  private static Table table(List<Figures> all, ByteUnit shuffled, ByteUnit heap) {
    return Table.of(
        List.of(
            new Table.Column("variant"),
            new Table.Column("time", "s", "median of the rounds"),
            new Table.Column("least", "s", "the shortest round"),
            new Table.Column("most", "s", "the longest round"),
            new Table.Column("shuffled", shuffled.name(), "written to shuffles by all tasks"),
            new Table.Column("peak heap", heap.name(), "most memory alive, over that before")),
        all.stream()
            .map(
                figures ->
                    row(
                        figures.variant(),
                        figures.seconds().median(),
                        figures.seconds().min(),
                        figures.seconds().max(),
                        shuffled.of(figures.shuffledBytes()),
                        figures.peakHeapBytes() == null ? null : heap.of(figures.peakHeapBytes())))
            .toList());
  }

  private static Chart bars(String value, String unit, JobFigures job) {
    return Chart.bars("variant", value, unit).standingOut(job.variant());
  }

  private static Exhibit environment(TourRecord record) {
    return new Exhibit(
        "Where and with what this was measured",
        Table.ofValues(
            "what",
            "value",
            List.of(
                row("started", record.started()),
                row("p3", record.p3()),
                row("Spark", record.spark()),
                row("Scala", BuildInfo.scalaVersion()),
                row("Java", record.java()),
                row("system", record.system()),
                row("target", record.target()),
                row("cores of the driver's machine", record.cores()),
                row("largest heap of the driver, MB", record.heapBytes() >> 20),
                row("timed rounds", record.rounds()))),
        List.of());
  }

  private record Figures(String variant, Seconds seconds, long shuffledBytes, Long peakHeapBytes) {
    static Figures of(TwinFigures twin) {
      return new Figures(
          twin.part() == null ? twin.variant() : twin.variant() + TourPart.WORDS,
          twin.seconds(),
          twin.shuffledBytes(),
          twin.peakHeapBytes());
    }

    static Figures of(String pattern, PartFigures part) {
      return new Figures(
          pattern + TourPart.WORDS, part.seconds(), part.shuffledBytes(), part.peakHeapBytes());
    }
  }
}
