package dev.p3.run.report;

import static dev.p3.report.Table.row;

import dev.p3.console.Preview;
import dev.p3.job.JobDescription;
import dev.p3.job.OutputSpec;
import dev.p3.report.Block;
import dev.p3.report.Block.Exhibit;
import dev.p3.report.Report;
import dev.p3.report.Section;
import dev.p3.report.Table;
import dev.p3.run.JobRunner;
import dev.p3.run.RunManifest;
import dev.p3.run.RunManifest.OutputRecord;
import dev.p3.run.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A run as a page to look at; its figures are those of {@code run.json}. */
public final class RunReport {
  private RunReport() {}

  public static Report of(JobRunner.Finished finished, RunPlan<?, ?> plan) {
    RunManifest record = finished.record();
    JobDescription<?, ?> description = plan.job().description();
    var sections = new ArrayList<Section>();
    sections.add(new Section("What was done", done(finished, description)));
    for (OutputSpec output : description.outputs()) {
      Preview head = finished.heads().get(output.name());
      if (head != null) {
        Exhibit exhibit = OutputExhibit.of(output, head, plan.charts(output.name()));
        sections.add(new Section("Output " + output.name(), List.of(exhibit)));
      }
    }
    sections.add(new Section("Environment", List.of(environment(record))));
    return new Report("p3 " + record.job(), lead(record), sections);
  }

  private static String lead(RunManifest record) {
    if (record.error() != null) {
      return String.format(Locale.ROOT, "Failed after %.1f s.", record.seconds());
    }
    return String.format(
        Locale.ROOT,
        "Done in %.1f s: %s.",
        record.seconds(),
        record.outputs().stream()
            .map(
                output ->
                    String.format(Locale.ROOT, "%,d rows of %s", output.rows(), output.name()))
            .collect(Collectors.joining(", ")));
  }

  private static List<Block> done(JobRunner.Finished finished, JobDescription<?, ?> description) {
    RunManifest record = finished.record();
    var blocks = new ArrayList<Block>();
    if (record.error() != null) {
      blocks.add(new Block.Note(record.error()));
    }
    record.allWarnings().forEach(warning -> blocks.add(new Block.Note("Warning: " + warning)));
    finished.remarks().forEach(remark -> blocks.add(new Block.Note(remark + ".")));
    blocks.add(new Block.Quote(description.rule()));
    description.details().forEach(paragraph -> blocks.add(new Block.Text(paragraph)));
    blocks.add(inputs(record));
    if (!record.outputs().isEmpty()) {
      blocks.add(outputs(record));
    }
    blocks.add(options(record));
    return blocks;
  }

  private static Exhibit inputs(RunManifest record) {
    return new Exhibit(
        "Inputs",
        Table.of(
            List.of(
                new Table.Column("input"),
                new Table.Column("from"),
                new Table.Column("files"),
                new Table.Column("size", "bytes", "as stored"),
                new Table.Column("rows", "", "rows read, where Spark counts them")),
            record.inputs().stream()
                .map(
                    input ->
                        row(input.name(), input.uri(), input.files(), input.bytes(), input.rows()))
                .toList()),
        List.of());
  }

  private static Exhibit outputs(RunManifest record) {
    return new Exhibit(
        "Outputs",
        Table.of(
            List.of(new Table.Column("output"), new Table.Column("to"), new Table.Column("rows")),
            record.outputs().stream()
                .map(output -> row(output.name(), destination(output), output.rows()))
                .toList()),
        List.of());
  }

  private static String destination(OutputRecord output) {
    if (output.uri() == null) {
      return "not written, only shown";
    }
    return output.uri().equals("-") ? "standard output" : output.uri();
  }

  private static Exhibit options(RunManifest record) {
    var rows = new ArrayList<List<Object>>();
    rows.add(row("variant", record.variant()));
    for (Map.Entry<String, Object> option : record.options().entrySet()) {
      rows.add(row(option.getKey(), text(option.getValue())));
    }
    return new Exhibit("Options", Table.ofValues("option", "value", rows), List.of());
  }

  private static String text(Object value) {
    return value instanceof List<?> several
        ? several.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : String.valueOf(value);
  }

  private static Exhibit environment(RunManifest record) {
    return new Exhibit(
        "Where and with what this was run",
        Table.ofValues(
            "what",
            "value",
            List.of(
                row("started", record.started()),
                row("p3", record.p3()),
                row("Spark", record.spark()),
                row("Java", System.getProperty("java.version")),
                row("target", record.target()),
                row("application", record.application()))),
        List.of());
  }
}
