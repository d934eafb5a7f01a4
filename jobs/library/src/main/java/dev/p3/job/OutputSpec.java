package dev.p3.job;

import java.util.List;

/**
 * An output of a job.
 *
 * @param name its name on the command line
 * @param meaning one phrase
 * @param columns its columns
 * @param significantDigits to how many digits its DOUBLE and FLOAT values are the same in every
 *     variant and on every target; {@link #ALL_DIGITS} where no sum depends on the order of rows
 */
public record OutputSpec(
    String name, String meaning, List<ColumnSpec> columns, int significantDigits) {
  /** Enough to tell any two values of DOUBLE apart. */
  public static final int ALL_DIGITS = 17;

  public OutputSpec {
    columns = List.copyOf(columns);
  }

  /** An output whose values are the same to the last digit. */
  public OutputSpec(String name, String meaning, List<ColumnSpec> columns) {
    this(name, meaning, columns, ALL_DIGITS);
  }
}
