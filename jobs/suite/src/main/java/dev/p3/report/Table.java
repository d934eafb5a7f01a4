package dev.p3.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Rows under named columns.
 *
 * @param columns at least one
 * @param rows a cell for each column: text, a number, or null
 * @param allRows how many rows there are, of which these are the first
 */
public record Table(List<Column> columns, List<List<Object>> rows, long allRows) {
  /** Rows that a page shows at most. */
  static final int SHOWN_ROWS = 50;

  /**
   * What the cells below each other are.
   *
   * @param name its heading
   * @param unit of its numbers, for example {@code MB}; empty when the name or the meaning tells it
   * @param meaning one phrase; may be empty
   */
  public record Column(String name, String unit, String meaning) {
    public Column(String name) {
      this(name, "", "");
    }
  }

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(Table::unmodifiable).toList();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Cannot make a table: a row has %d cells (must be %d, one for each column)",
                row.size(),
                columns.size()));
      }
    }
  }

  /** A table with all its rows. */
  public static Table of(List<Column> columns, List<List<Object>> rows) {
    return new Table(columns, rows, rows.size());
  }

  /** Names with their values. */
  public static Table ofValues(String name, String value, List<List<Object>> rows) {
    return of(List.of(new Column(name), new Column(value)), rows);
  }

  /** A row, whose cells may be null. */
  public static List<Object> row(Object... cells) {
    return unmodifiable(Arrays.asList(cells));
  }

  boolean hasColumn(String name) {
    return index(name).isPresent();
  }

  /** The cells of a column as text; a null is {@code null} in letters. */
  List<String> texts(String column) {
    return cells(column).stream().map(cell -> Cell.text(cell)).toList();
  }

  /** The cells of a column as numbers; null for what is no finite number. */
  List<Double> numbers(String column) {
    return Collections.unmodifiableList(
        new ArrayList<>(cells(column).stream().map(Table::finite).toList()));
  }

  /** The cells of the first column that holds text and no numbers; empty when none does. */
  List<String> firstTexts() {
    return columns.stream()
        .filter(
            column ->
                rows.stream().anyMatch(row -> row.get(columns.indexOf(column)) instanceof String))
        .findFirst()
        .map(column -> texts(column.name()))
        .orElse(List.of());
  }

  /** The headings, each on the side of its numbers. */
  List<Heading> headings() {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> new Heading(columns.get(i), isNumeric(i)))
        .toList();
  }

  /** The rows that a page shows. */
  List<List<Cell>> shownRows() {
    List<Heading> headings = headings();
    return rows.stream()
        .limit(SHOWN_ROWS)
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(i -> new Cell(row.get(i), headings.get(i).number()))
                    .toList())
        .toList();
  }

  /** What a page says when it does not show every row; empty when it does. */
  String rest() {
    int shown = Math.min(rows.size(), SHOWN_ROWS);
    return shown < allRows
        ? String.format(
            Locale.ROOT, "The first %s of %s rows.", Cell.text(shown), Cell.text(allRows))
        : "";
  }

  /**
   * @param number whether all its cells are numbers or null
   */
  record Heading(Column column, boolean number) {}

  private boolean isNumeric(int column) {
    List<Object> present =
        rows.stream().map(row -> row.get(column)).filter(cell -> cell != null).toList();
    return !present.isEmpty() && present.stream().allMatch(Number.class::isInstance);
  }

  private List<Object> cells(String column) {
    int index =
        index(column)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "Cannot find column '%s' in the table (its columns are %s)",
                            column,
                            columns.stream().map(Column::name).toList())));
    return unmodifiable(
        rows.stream().map(row -> row.get(index)).collect(ArrayList::new, List::add, List::addAll));
  }

  /** The column of exactly this name, or else the only one that differs in case alone. */
  private OptionalInt index(String name) {
    int[] exact = indexes(name::equals);
    int[] found = exact.length > 0 ? exact : indexes(name::equalsIgnoreCase);
    return found.length == 1 ? OptionalInt.of(found[0]) : OptionalInt.empty();
  }

  private int[] indexes(Predicate<String> isMeant) {
    return IntStream.range(0, columns.size())
        .filter(i -> isMeant.test(columns.get(i).name()))
        .toArray();
  }

  private static Double finite(Object cell) {
    return cell instanceof Number number && Double.isFinite(number.doubleValue())
        ? number.doubleValue()
        : null;
  }

  private static List<Object> unmodifiable(List<Object> cells) {
    return Collections.unmodifiableList(new ArrayList<>(cells));
  }
}
