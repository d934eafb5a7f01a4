package dev.p3.job;

/**
 * A column of a job's input or output, as {@code describe} shows it.
 *
 * @param name the column's name, or a pattern such as {@code origin_*}
 * @param type its Spark SQL type, or a word such as {@code any}
 * @param meaning one phrase, with the unit where there is one
 */
public record ColumnSpec(String name, String type, String meaning) {}
