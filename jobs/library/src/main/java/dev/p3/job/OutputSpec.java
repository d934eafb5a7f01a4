package dev.p3.job;

import java.util.List;

/**
 * An output of a job.
 *
 * @param name its name on the command line
 * @param meaning one phrase
 * @param columns its columns
 */
public record OutputSpec(String name, String meaning, List<ColumnSpec> columns) {
  public OutputSpec {
    columns = List.copyOf(columns);
  }
}
