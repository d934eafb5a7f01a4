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
 * @param significantDigits to how many digits its DOUBLE and FLOAT values are the same in every
 *     variant and on every target; {@link #ALL_DIGITS} where no sum depends on the order of rows
 */
public record OutputSpec(
    String name,
    String meaning,
    List<ColumnSpec> columns,
    List<String> measured,
    int significantDigits) {
  /** Enough to tell any two values of DOUBLE apart. */
  public static final int ALL_DIGITS = 17;

  public OutputSpec {
    columns = List.copyOf(columns);
    measured = List.copyOf(measured);
  }

  /** An output without measurements, whose values are the same to the last digit. */
  public OutputSpec(String name, String meaning, List<ColumnSpec> columns) {
    this(name, meaning, columns, List.of(), ALL_DIGITS);
  }

  /** This output with columns of measurements. */
  public OutputSpec measuring(List<String> names) {
    return new OutputSpec(name, meaning, columns, names, significantDigits);
  }

  /** This output with numbers that are the same to so many digits. */
  public OutputSpec sameTo(int digits) {
    return new OutputSpec(name, meaning, columns, measured, digits);
  }
}
