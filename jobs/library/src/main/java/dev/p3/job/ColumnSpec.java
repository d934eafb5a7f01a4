package dev.p3.job;

/**
 * A column of a job's input or output, as {@code describe} shows it. Immutable.
 *
 * <p>A name in lower case is the column's own. {@code …} stands for any number of columns, {@code
 * origin_*} for those that begin so, and capitals for a name that an option gives, for example
 * {@code COL}, or several ({@code GROUP…}).
 *
 * @param name the column's name, or what stands for names
 * @param type its Spark SQL type in capitals, for example {@code BIGINT}; or a phrase, for example
 *     {@code as in table}
 * @param meaning one phrase, with the unit where there is one; line breaks in it mean nothing
 */
public record ColumnSpec(String name, String type, String meaning) {
  public ColumnSpec {
    meaning = Prose.line(meaning);
  }
}
