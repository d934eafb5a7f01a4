package dev.p3.job;

import java.util.List;

/**
 * An input of a job.
 *
 * @param name its name on the command line
 * @param kind lines of text or a table
 * @param required whether the job needs it
 * @param meaning one phrase
 * @param columns the columns that the job reads, or wants to be there
 * @param sample the bundled file used when no input is given at all; null when there is none
 * @param hasFlag whether {@code --NAME URI} stands for {@code --in NAME=URI}
 */
public record InputSpec(
    String name,
    Kind kind,
    boolean required,
    String meaning,
    List<ColumnSpec> columns,
    String sample,
    boolean hasFlag) {

  /** What an input is made of. */
  public enum Kind {
    /**
     * One column {@code value}: BINARY with the undecoded bytes of a line, without its line end, or
     * STRING when the lines come from a table.
     */
    LINES,
    /** Any columns. */
    TABLE,
    /**
     * The columns that {@link PatternJob#rawColumns} names, all STRING, and about each row what
     * {@link dev.p3.data.raw.RawRows} says: nothing was left out and nothing made null for being
     * malformed.
     */
    RAW
  }

  public InputSpec {
    columns = List.copyOf(columns);
  }

  /** An input that is named by {@code --in NAME=URI} alone. */
  public InputSpec(
      String name,
      Kind kind,
      boolean required,
      String meaning,
      List<ColumnSpec> columns,
      String sample) {
    this(name, kind, required, meaning, columns, sample, false);
  }

  /** The same input, for which {@code --NAME URI} does as well. */
  public InputSpec withFlag() {
    return new InputSpec(name, kind, required, meaning, columns, sample, true);
  }
}
