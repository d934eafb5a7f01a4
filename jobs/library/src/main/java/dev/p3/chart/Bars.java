package dev.p3.chart;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Horizontal bars: for each of the first {@value #MOST_ROWS} rows one bar, or one for each value.
 *
 * @param labels the columns that together name the row
 * @param values the columns that the bars' lengths show, all in the same unit
 * @param unit for example {@code bytes per record}
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
    return String.format(Locale.ROOT, "%s (%s)", String.join(", ", values), unit);
  }

  @Override
  public int mostRows() {
    return MOST_ROWS;
  }
}
