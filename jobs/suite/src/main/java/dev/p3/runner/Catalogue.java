package dev.p3.runner;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import dev.p3.job.ColumnSpec;
import dev.p3.job.InputSpec;
import dev.p3.job.JobDescription;
import dev.p3.job.OptionSpec;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.patterns.PatternJobs;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.text.WordUtils;

/** What there is to run: {@code list} and {@code describe}. */
final class Catalogue {
  private static final int WIDEST_COLUMN = 72;
  private static final int WIDEST_LINE = 100;

  private Catalogue() {}

  static void list(PrintStream out) {
    List<? extends JobDescription<?, ?>> jobs =
        PatternJobs.all().stream().map(PatternJob::description).toList();
    table(
        out,
        jobs,
        List.of(
            column("job", JobDescription::name),
            column("pattern", JobDescription::pattern),
            column("what it does", JobDescription::summary)));
  }

  static void describe(PatternJob<?, ?> job, PrintStream out) {
    JobDescription<?, ?> description = job.description();
    out.printf("%s: %s%n", description.name(), description.summary());
    description.details().forEach(paragraph -> out.printf("%n%s%n", wrapped(paragraph)));
    for (InputSpec input : description.inputs()) {
      out.printf(
          "%nInput %s%s: %s%n",
          input.name(), input.required() ? "" : optional(input), input.meaning());
      columns(out, input.columns());
    }
    for (OutputSpec output : description.outputs()) {
      String only = output.onlyWith().map("with --%s: "::formatted).orElse("");
      out.printf("%nOutput %s: %s%s%n", output.name(), only, output.meaning());
      columns(out, output.columns());
    }
    out.printf("%nOptions%n");
    table(
        out,
        description.options().specs(),
        List.of(
            column("option", option -> "--" + option.flag()),
            column(
                "type", option -> option.typeName() + (option.repeatable() ? ", repeatable" : "")),
            column("default", Catalogue::defaultValue),
            column("range", OptionSpec::range),
            column("what it does", OptionSpec::meaning)));
    out.printf("%nVariants%n");
    table(
        out,
        description.variants(),
        List.of(column("--variant", Variant::name), column("what it does", Variant::meaning)));
    out.printf("%nExample%n  %s%n", example(description));
  }

  /** The example, as a shell takes it. */
  static String example(JobDescription<?, ?> description) {
    return description.example().stream()
        .map(Catalogue::quoted)
        .collect(Collectors.joining(" ", "./p3 run ", ""));
  }

  /** A word as a shell takes it for one. */
  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : '"' + word + '"';
  }

  /** A paragraph in lines of at most {@value #WIDEST_LINE} characters, broken between words. */
  private static String wrapped(String paragraph) {
    return WordUtils.wrap(paragraph, WIDEST_LINE, System.lineSeparator(), false);
  }

  private static String optional(InputSpec input) {
    return input.hasFlag() ? " (optional; also --%s URI)".formatted(input.name()) : " (optional)";
  }

  private static String defaultValue(OptionSpec option) {
    if (option.required()) {
      return "(required)";
    }
    return option.defaultValue().isEmpty() ? "(none)" : option.defaultValue();
  }

  private static void columns(PrintStream out, List<ColumnSpec> columns) {
    table(
        out,
        columns,
        List.of(
            column("column", ColumnSpec::name),
            column("type", ColumnSpec::type),
            column("what it holds", ColumnSpec::meaning)));
  }

  static <T> ColumnOf<T> column(String header, Function<T, String> text) {
    return new ColumnOf<>(header, text);
  }

  record ColumnOf<T>(String header, Function<T, String> text) {}

  static <T> void table(PrintStream out, List<T> rows, List<ColumnOf<T>> columns) {
    out.println(
        AsciiTable.builder()
            .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS)
            .data(rows, columns.stream().map(Catalogue::leftAligned).toList())
            .asString());
  }

  private static <T> ColumnData<T> leftAligned(ColumnOf<T> column) {
    return new Column()
        .header(column.header())
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .maxWidth(WIDEST_COLUMN)
        .with(column.text());
  }
}
