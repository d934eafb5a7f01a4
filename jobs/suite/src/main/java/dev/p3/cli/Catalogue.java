package dev.p3.cli;

import dev.p3.console.TextTable;
import dev.p3.job.ColumnSpec;
import dev.p3.job.InputSpec;
import dev.p3.job.JobDescription;
import dev.p3.job.JobRegistry;
import dev.p3.job.OptionSpec;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.WordUtils;

/** What there is to run: {@code list} and {@code describe}. */
public final class Catalogue {
  private static final int WIDEST_LINE = 100;

  private Catalogue() {}

  static void list(JobRegistry registry, PrintStream out) {
    List<? extends JobDescription<?, ?>> jobs =
        registry.all().stream().map(PatternJob::description).toList();
    out.println(
        table(jobs)
            .left("job", JobDescription::name)
            .left("pattern", JobDescription::pattern)
            .left("what it does", JobDescription::summary));
  }

  static void describe(PatternJob<?, ?> job, PrintStream out) {
    JobDescription<?, ?> description = job.description();
    out.printf(Locale.ROOT, "%s: %s%n", description.name(), description.summary());
    description
        .details()
        .forEach(paragraph -> out.printf(Locale.ROOT, "%n%s%n", wrapped(paragraph)));
    for (InputSpec input : description.inputs()) {
      out.printf(
          Locale.ROOT,
          "%nInput %s%s: %s%n",
          input.name(),
          input.required() ? "" : optional(input),
          input.meaning());
      columns(out, input.columns());
    }
    for (OutputSpec output : description.outputs()) {
      String only =
          output
              .onlyWith()
              .map(value -> String.format(Locale.ROOT, "with --%s: ", value))
              .orElse("");
      out.printf(Locale.ROOT, "%nOutput %s: %s%s%n", output.name(), only, output.meaning());
      columns(out, output.columns());
    }
    out.printf(Locale.ROOT, "%nOptions%n");
    out.println(
        table(description.options().specs())
            .left("option", option -> "--" + option.flag())
            .left("type", option -> option.typeName() + (option.repeatable() ? ", repeatable" : ""))
            .left("default", Catalogue::defaultValue)
            .left("range", OptionSpec::range)
            .left("what it does", OptionSpec::meaning));
    out.printf(Locale.ROOT, "%nVariants%n");
    out.println(
        table(description.variants())
            .left("--variant", Variant::name)
            .left("what it does", Variant::meaning));
    out.printf(Locale.ROOT, "%nExample%n  %s%n", description.command());
  }

  /** A paragraph in lines of at most {@value #WIDEST_LINE} characters, broken between words. */
  private static String wrapped(String paragraph) {
    return WordUtils.wrap(paragraph, WIDEST_LINE, System.lineSeparator(), false);
  }

  private static String optional(InputSpec input) {
    return input.hasFlag()
        ? String.format(Locale.ROOT, " (optional; also --%s URI)", input.name())
        : " (optional)";
  }

  private static String defaultValue(OptionSpec option) {
    if (option.required()) {
      return "(required)";
    }
    return option.defaultValue().isEmpty() ? "(none)" : option.defaultValue();
  }

  private static void columns(PrintStream out, List<ColumnSpec> columns) {
    out.println(
        table(columns)
            .left("column", ColumnSpec::name)
            .left("type", ColumnSpec::type)
            .left("what it holds", ColumnSpec::meaning));
  }

  private static <T> TextTable<T> table(List<T> rows) {
    return new TextTable<>(rows, TextTable.OF_SENTENCES);
  }
}
