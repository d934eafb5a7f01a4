package dev.p3.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Horizontal bars: for each of the first {@value #MOST_ROWS} rows one bar, or one for each value.
 *
 * @param labels the columns that together name the row
 * @param values the columns that the bars' lengths show, all in the same unit
 * @param unit such as {@code bytes per record}
 * @param standingOut the label of the row whose bars stand out; none when empty
 */
public record Bars(
    List<String> labels, List<String> values, String unit, Optional<String> standingOut)
    implements Chart {
  private static final int MOST_ROWS = 30;

  public Bars {
    labels = List.copyOf(labels);
    values = List.copyOf(values);
  }

  public Bars(List<String> labels, List<String> values, String unit) {
    this(labels, values, unit, Optional.empty());
  }

  static Bars of(String label, String value, String unit) {
    return new Bars(List.of(label), List.of(value), unit);
  }

  /** The same bars, those of one row standing out. */
  public Bars standingOut(String label) {
    return new Bars(labels, values, unit, Optional.of(label));
  }

  @Override
  public String title() {
    return "%s (%s)".formatted(String.join(", ", values), unit);
  }

  @Override
  public int mostRows() {
    return MOST_ROWS;
  }

  @Override
  public boolean fits(Table table) {
    return labels.stream().allMatch(table::hasColumn)
        && values.stream()
            .allMatch(
                value ->
                    table.hasColumn(value)
                        && table.numbers(value).stream().anyMatch(Objects::nonNull));
  }

  @Override
  public Record drawing(Table table) {
    List<String> names = names(table);
    return new Drawn(
        "bars",
        unit,
        names,
        values.stream().map(value -> new Series(value, first(table.numbers(value)))).toList(),
        standingOut.map(names::indexOf).orElse(-1));
  }

  record Drawn(
      String kind, String unit, List<String> labels, List<Series> series, int standingOut) {}

  record Series(String name, List<Double> values) {}

  private List<String> names(Table table) {
    List<List<String>> parts = labels.stream().map(table::texts).toList();
    return IntStream.range(0, Math.min(table.rows().size(), MOST_ROWS))
        .mapToObj(row -> parts.stream().map(part -> part.get(row)).collect(Collectors.joining(" ")))
        .toList();
  }

  private static List<Double> first(List<Double> numbers) {
    return new ArrayList<>(numbers.subList(0, Math.min(numbers.size(), MOST_ROWS)));
  }
}
