package dev.p3.patterns.separate;

import java.io.Serializable;

/**
 * A condition that good rows fulfil. As in SQL, a row for which it is null is not refused.
 *
 * @param column the column that it is declared with; null when it is about the row
 * @param condition a boolean SQL expression over the columns
 * @param position where the condition begins in the schema's text
 */
public record RowCheck(String column, String condition, int position) implements Serializable {}
