package dev.p3.job;

import dev.p3.table.RowDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An output of a job. Made by {@link #output} and the methods that give the same output with one
 * thing more:
 *
 * <pre>{@code
 * OutputSpec.output("counts", "one row for each distinct token")
 *     .column("token", "STRING", "the token")
 *     .column("count", "BIGINT", "how often it occurs")
 * }</pre>
 *
 * <p>Immutable; no component is null.
 *
 * @param name its name on the command line, in kebab case
 * @param meaning one phrase; line breaks in it mean nothing
 * @param columns its columns, in their order
 * @param onlyWith the option, without dashes, without which the job does not give it; empty when it
 *     always does
 * @param measured the names of columns that hold measurements, for example times: they differ from
 *     run to run, so variants are not held to the same values in them
 * @param significantDigits to how many digits its DOUBLE and FLOAT values are the same in every
 *     variant and on every target; {@link RowDigest#ALL_DIGITS} where no sum depends on the order
 *     of rows
 */
public record OutputSpec(
    String name,
    String meaning,
    List<ColumnSpec> columns,
    Optional<String> onlyWith,
    List<String> measured,
    int significantDigits) {
  public OutputSpec {
    meaning = Prose.line(meaning);
    columns = List.copyOf(columns);
    measured = List.copyOf(measured);
  }

  /** An output that is always given, without measurements, the same to the last digit. */
  public static OutputSpec output(String name, String meaning) {
    return new OutputSpec(
        name, meaning, List.of(), Optional.empty(), List.of(), RowDigest.ALL_DIGITS);
  }

  /** With one more column. */
  public OutputSpec column(String column, String type, String columnMeaning) {
    var all = new ArrayList<>(columns);
    all.add(new ColumnSpec(column, type, columnMeaning));
    return new OutputSpec(name, meaning, all, onlyWith, measured, significantDigits);
  }

  /** With one more column, of measurements. */
  public OutputSpec measuredColumn(String column, String type, String columnMeaning) {
    var all = new ArrayList<>(measured);
    all.add(column);
    return column(column, type, columnMeaning).measuring(all);
  }

  /** An output that is given with an option only, named without its dashes. */
  public OutputSpec onlyWith(String option) {
    return new OutputSpec(name, meaning, columns, Optional.of(option), measured, significantDigits);
  }

  /** An output with numbers that are the same to so many digits. */
  public OutputSpec sameTo(int digits) {
    return new OutputSpec(name, meaning, columns, onlyWith, measured, digits);
  }

  /**
   * What of the output's rows is compared between variants and targets: all but measurements, with
   * numbers as texts of the digits that are the same.
   */
  public Dataset<Row> compared(Dataset<Row> rows) {
    return RowDigest.rounded(rows.drop(measured.toArray(String[]::new)), significantDigits);
  }

  /** What rows of the output are {@linkplain #compared} by. Computes the rows. */
  public RowDigest digest(Dataset<Row> rows) {
    return RowDigest.of(compared(rows));
  }

  private OutputSpec measuring(List<String> names) {
    return new OutputSpec(name, meaning, columns, onlyWith, names, significantDigits);
  }
}
