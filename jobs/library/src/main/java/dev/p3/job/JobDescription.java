package dev.p3.job;

import java.util.List;

/**
 * What a job is, for whoever runs it.
 *
 * @param name the job's name on the command line
 * @param pattern the rule it stands for
 * @param summary one line
 * @param details a paragraph: what it does, its cost and its limits
 * @param inputs its inputs, the main one first
 * @param outputs its outputs, the main one first
 * @param variants its variants, the pattern first
 * @param example the words after {@code run} of an example on the bundled samples
 */
public record JobDescription(
    String name,
    String pattern,
    String summary,
    String details,
    List<InputSpec> inputs,
    List<OutputSpec> outputs,
    List<Variant> variants,
    List<String> example) {

  public JobDescription {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    variants = List.copyOf(variants);
    example = List.copyOf(example);
  }
}
