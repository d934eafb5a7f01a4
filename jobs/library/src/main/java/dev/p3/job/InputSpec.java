package dev.p3.job;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An input of a job. Made by {@link #lines}, {@link #table} or {@link #raw}, and the methods that
 * give the same input with one thing more:
 *
 * <pre>{@code
 * InputSpec.table("table", "the rows").sample("us-flights/flights.parquet")
 *     .column("COL", "any with an order", "the columns of --by and --group")
 * InputSpec.table("only", "keys: only rows that have one of them count").optional().withFlag()
 * }</pre>
 *
 * <p>Immutable; no component is null.
 *
 * @param name its name on the command line, in kebab case
 * @param kind what it is made of
 * @param meaning one phrase; line breaks in it mean nothing
 * @param columns the columns that the job reads, or wants to be there
 * @param sample the bundled file, below {@code samples/}, that is read when no input is given at
 *     all
 * @param traits what else is to be known of it; a job needs an input that is not {@link
 *     Trait#OPTIONAL}
 */
public record InputSpec(
    String name,
    Kind kind,
    String meaning,
    List<ColumnSpec> columns,
    Optional<String> sample,
    Set<Trait> traits) {

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
     * The columns that {@link PatternJob#rawColumns} names, all STRING, and about each row where it
     * comes from, its text, and what is wrong with its form: nothing was left out and nothing made
     * null for being malformed.
     */
    RAW
  }

  /** What an input may be besides. */
  public enum Trait {
    /** The job runs without it. */
    OPTIONAL,
    /** {@code --NAME URI} stands for {@code --in NAME=URI}. */
    FLAG,
    /** A value of {@link Kind#LINES} may hold many lines, with their line ends between them. */
    BLOCKS
  }

  public InputSpec {
    meaning = Prose.line(meaning);
    columns = List.copyOf(columns);
    traits = Set.copyOf(traits);
  }

  /** A required input of lines of text, which come as {@link Kind#LINES} says. */
  public static InputSpec lines(String name, String meaning) {
    return of(name, Kind.LINES, meaning);
  }

  /** A required table. */
  public static InputSpec table(String name, String meaning) {
    return of(name, Kind.TABLE, meaning);
  }

  /** A required input of raw rows, in the columns of {@link PatternJob#rawColumns}. */
  public static InputSpec raw(String name, String meaning) {
    return of(name, Kind.RAW, meaning);
  }

  private static InputSpec of(String name, Kind kind, String meaning) {
    return new InputSpec(name, kind, meaning, List.of(), Optional.empty(), Set.of());
  }

  /** With one more column. */
  public InputSpec column(String column, String type, String columnMeaning) {
    var all = new ArrayList<>(columns);
    all.add(new ColumnSpec(column, type, columnMeaning));
    return new InputSpec(name, kind, meaning, all, sample, traits);
  }

  /** With a bundled sample, for example {@code us-flights/flights.parquet}. */
  public InputSpec sample(String file) {
    return new InputSpec(name, kind, meaning, columns, Optional.of(file), traits);
  }

  /** An input that the job does without. */
  public InputSpec optional() {
    return with(Trait.OPTIONAL);
  }

  /** The same input, for which {@code --NAME URI} does as well. */
  public InputSpec withFlag() {
    return with(Trait.FLAG);
  }

  /**
   * The same input, of which a value may hold many lines with their line ends, where that takes
   * less time: for a job to which a line end is white space.
   */
  public InputSpec inBlocks() {
    return with(Trait.BLOCKS);
  }

  private InputSpec with(Trait trait) {
    Set<Trait> all = EnumSet.of(trait);
    all.addAll(traits);
    return new InputSpec(name, kind, meaning, columns, sample, all);
  }

  /** Whether the job needs it. */
  public boolean required() {
    return !traits.contains(Trait.OPTIONAL);
  }

  /** Whether a value may hold many lines. */
  public boolean isInBlocks() {
    return traits.contains(Trait.BLOCKS);
  }

  /** Whether {@code --NAME URI} stands for {@code --in NAME=URI}. */
  public boolean hasFlag() {
    return traits.contains(Trait.FLAG);
  }
}
