package dev.p3.job;

import java.util.List;

/**
 * An output of a job.
 *
 * @param name its name on the command line
 * @param meaning one phrase
 * @param columns its columns
 * @param measured the names of columns that hold measurements, such as times: they differ from run
 *     to run, so variants are not held to the same values in them
 */
public record OutputSpec(
    String name, String meaning, List<ColumnSpec> columns, List<String> measured) {
  public OutputSpec {
    columns = List.copyOf(columns);
    measured = List.copyOf(measured);
  }

  /** An output without measurements. */
  public OutputSpec(String name, String meaning, List<ColumnSpec> columns) {
    this(name, meaning, columns, List.of());
  }
}
