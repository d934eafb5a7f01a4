package dev.p3.console;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Rows as a table of characters for a terminal.
 *
 * <pre>{@code
 * new TextTable<>(jobs).left("job", Job::name).right("rows", Job::rows).toString()
 *
 * +------+------+
 * | job  | rows |
 * +------+------+
 * | top  |  681 |
 * | each |    1 |
 * +------+------+
 * }</pre>
 *
 * <p>Texts that are wider than a column may be go on in the next line.
 *
 * @param <T> what a row is made of
 */
public final class TextTable<T> {
  /** The widest column in which sentences read well. */
  public static final int OF_SENTENCES = 72;

  private static final int WIDEST_COLUMN = 80;

  private final List<T> rows;
  private final int widestColumn;
  private final List<ColumnData<T>> columns = new ArrayList<>();

  public TextTable(List<T> rows) {
    this(rows, WIDEST_COLUMN);
  }

  /**
   * @param widestColumn in characters, for example {@link #OF_SENTENCES}
   */
  public TextTable(List<T> rows, int widestColumn) {
    this.rows = List.copyOf(rows);
    this.widestColumn = widestColumn;
  }

  /** Adds a column of text. */
  public TextTable<T> left(String header, Function<T, String> text) {
    return column(header, HorizontalAlign.LEFT, text);
  }

  /** Adds a column of numbers. */
  public TextTable<T> right(String header, Function<T, String> text) {
    return column(header, HorizontalAlign.RIGHT, text);
  }

  private TextTable<T> column(String header, HorizontalAlign align, Function<T, String> text) {
    columns.add(
        new Column()
            .header(header)
            .headerAlign(HorizontalAlign.LEFT)
            .dataAlign(align)
            .maxWidth(widestColumn)
            .with(text));
    return this;
  }

  /** The table, without a line break at its end. */
  @Override
  public String toString() {
    return AsciiTable.builder()
        .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS)
        .data(rows, columns)
        .asString();
  }
}
