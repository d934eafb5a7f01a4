package dev.p3.job;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.NearMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a job is, for the command line and its help, reports, tests and readers of the code. It
 * reads like a page:
 *
 * <pre>{@code
 * JobDescription.<TopOptions, TopResult>of("top", TopOptions.class)
 *     .pattern("minimize")
 *     .rule("Keep the minimum of information at hand, and never discover again what is known.")
 *     .summary("gives the first k rows of each group by a column")
 *     .details("""
 *         Ranks the rows of each group by a column, largest first.
 *
 *         One pass, one shuffle; memory is bounded.
 *         """)
 *     .input(InputSpec.table("table", "the rows").sample("us-flights/flights.parquet"))
 *     .output(OutputSpec.output("top", "at most k rows for each group, in no order")
 *         .column("rank", "INT", "1 for the first of its group"))
 *     .variant("heaps", "bounded heaps on the map side", TopJob::heaps)
 *     .variant("grouped", "groups all rows, sorts every group, cuts", TopJob::grouped)
 *     .example("--by", "delay", "--group", "origin", "--k", "3")
 *     .build();
 * }</pre>
 *
 * <p>Immutable; nothing in it is null. The functions of its variants hold no state.
 *
 * @param <O> the options record; its components carry {@link Option}
 * @param <R> the result record
 */
public final class JobDescription<O extends Record, R extends Record & JobResult> {
  private final String name;
  private final String pattern;
  private final String rule;
  private final String summary;
  private final List<String> details;
  private final List<String> scale;
  private final OptionsRecord<O> options;
  private final List<InputSpec> inputs;
  private final List<OutputSpec> outputs;
  private final List<Variant<O, R>> variants;
  private final List<String> example;

  private JobDescription(Builder<O, R> page) {
    this.name = page.name;
    this.pattern = page.pattern;
    this.rule = page.rule;
    this.summary = page.summary;
    this.details = page.details;
    this.scale = page.scale;
    this.options = page.options;
    this.inputs = List.copyOf(page.inputs);
    this.outputs = List.copyOf(page.outputs);
    this.variants = List.copyOf(page.variants);
    this.example = page.example;
  }

  /**
   * Begins a description.
   *
   * @param name the job's name on the command line, in kebab case
   * @param options the options record, each component with {@link Option}
   */
  public static <O extends Record, R extends Record & JobResult> Builder<O, R> of(
      String name, Class<O> options) {
    return new Builder<>(name, OptionsRecord.of(options));
  }

  /** The job's name on the command line. */
  public String name() {
    return name;
  }

  /** The name of the rule it stands for, in kebab case, for example {@code minimize}. */
  public String pattern() {
    return pattern;
  }

  /** The rule that it stands for, one sentence. */
  public String rule() {
    return rule;
  }

  /** What it does: one line, without a capital and a full stop. */
  public String summary() {
    return summary;
  }

  /** What it does, its cost and its limits: paragraphs without line breaks, at least one. */
  public List<String> details() {
    return details;
  }

  /**
   * What breaks first as rows and executors grow, each with the setting that helps: paragraphs
   * without line breaks; empty unless the job says so.
   */
  public List<String> scale() {
    return scale;
  }

  /** Its options. */
  public OptionsRecord<O> options() {
    return options;
  }

  /** Its inputs, the main one first; at least one. */
  public List<InputSpec> inputs() {
    return inputs;
  }

  /** Its outputs, the main one first, in the order in which they are written; at least one. */
  public List<OutputSpec> outputs() {
    return outputs;
  }

  /** Its variants, the pattern first; at least one. */
  public List<Variant<O, R>> variants() {
    return variants;
  }

  /**
   * The variant of a name.
   *
   * @throws BadUsageException when there is none, naming those there are
   */
  public Variant<O, R> variant(String wanted) {
    List<String> names = variants.stream().map(Variant::name).toList();
    return variants.stream()
        .filter(variant -> variant.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new BadUsageException(
                    String.format(
                        Locale.ROOT,
                        "Invalid --variant: '%s' (must be one of %s).%s",
                        wanted,
                        String.join(", ", names),
                        NearMatch.question(wanted, names))));
  }

  /** An example on the bundled samples: the arguments after {@code run}, the job's name first. */
  public List<String> example() {
    return Stream.concat(Stream.of(name), example.stream()).toList();
  }

  /** The example as a shell takes it. */
  public String command() {
    return example().stream()
        .map(JobDescription::quoted)
        .collect(Collectors.joining(" ", "./p3 run ", ""));
  }

  /** An argument as a shell takes it for one. */
  private static String quoted(String argument) {
    return argument.matches("[\\w@%+=:,./-]+") ? argument : '"' + argument + '"';
  }

  /** The summary with a capital and a full stop. */
  public String sentence() {
    return summary.substring(0, 1).toUpperCase(Locale.ROOT) + summary.substring(1) + ".";
  }

  /** What the example gives for each option, as text, by the flag's name without dashes. */
  public Map<String, List<String>> exampleValues() {
    return options.given(example);
  }

  /**
   * The options of the example.
   *
   * @throws BadUsageException when they are not valid
   */
  public O exampleOptions() {
    return options.parse(exampleValues());
  }

  /** Gathers a description; not thread-safe. */
  public static final class Builder<O extends Record, R extends Record & JobResult> {
    private final String name;
    private final OptionsRecord<O> options;
    private final List<InputSpec> inputs = new ArrayList<>();
    private final List<OutputSpec> outputs = new ArrayList<>();
    private final List<Variant<O, R>> variants = new ArrayList<>();
    private String pattern = "";
    private String rule = "";
    private String summary = "";
    private List<String> details = List.of();
    private List<String> scale = List.of();
    private List<String> example = List.of();

    private Builder(String name, OptionsRecord<O> options) {
      this.name = name;
      this.options = options;
    }

    /** The name of the rule that the job stands for, in kebab case. */
    public Builder<O, R> pattern(String id) {
      pattern = id;
      return this;
    }

    /** The rule that the job stands for, one sentence; line breaks mean nothing. */
    public Builder<O, R> rule(String sentence) {
      rule = Prose.line(sentence);
      return this;
    }

    /** What the job does: one line, without a capital and a full stop. */
    public Builder<O, R> summary(String line) {
      summary = Prose.line(line);
      return this;
    }

    /**
     * What the job does, its cost and its limits. Blank lines separate paragraphs; other line
     * breaks mean nothing.
     */
    public Builder<O, R> details(String text) {
      details = Prose.paragraphs(text);
      return this;
    }

    /**
     * What breaks first as rows and executors grow, each with the setting that helps, for {@code
     * describe JOB --scale}; optional. Blank lines separate paragraphs; other line breaks mean
     * nothing.
     */
    public Builder<O, R> scale(String text) {
      scale = Prose.paragraphs(text);
      return this;
    }

    /** One more input. */
    public Builder<O, R> input(InputSpec input) {
      inputs.add(input);
      return this;
    }

    /** One more output. */
    public Builder<O, R> output(OutputSpec output) {
      outputs.add(output);
      return this;
    }

    /** One more variant; the first is the pattern. */
    public Builder<O, R> variant(String variant, String meaning, Variant.Work<O, R> work) {
      variants.add(new Variant<>(variant, meaning, work));
      return this;
    }

    /** More variants. */
    public Builder<O, R> variants(List<Variant<O, R>> more) {
      variants.addAll(more);
      return this;
    }

    /** The options of an example that runs on the bundled samples, for example {@code --k 3}. */
    public Builder<O, R> example(String... words) {
      example = List.of(words);
      return this;
    }

    /**
     * Checks what can be known of a description by itself: all of it is there, names are in kebab
     * case and unique, outputs and the example name options that there are.
     *
     * @throws IllegalArgumentException naming every fault
     */
    public JobDescription<O, R> build() {
      var page = new JobDescription<>(this);
      DescriptionCheck.requireWhole(page);
      return page;
    }
  }
}
