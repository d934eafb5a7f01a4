package dev.p3.chart;

import java.util.Locale;
import java.util.Optional;

/**
 * A mark in the plane for each of the first {@value #MOST_ROWS} rows with a number in both columns.
 *
 * @param across the column of numbers from left to right
 * @param up the column of numbers from bottom to top
 * @param group the column whose values have a colour each; one colour when empty
 * @param isJoined whether a line joins the marks of a group, in the order of rows
 */
public record Scatter(String across, String up, Optional<String> group, boolean isJoined)
    implements Chart {
  private static final int MOST_ROWS = 2_000;

  static Scatter of(String across, String up) {
    return new Scatter(across, up, Optional.empty(), false);
  }

  /** The same with a colour for each value of a column. */
  public Scatter coloured(String column) {
    return new Scatter(across, up, Optional.of(column), isJoined);
  }

  /** The same with the marks of a colour joined by a line. */
  public Scatter joined() {
    return new Scatter(across, up, group, true);
  }

  @Override
  public String title() {
    return String.format(
        Locale.ROOT, "%s and %s%s", across, up, group.map(column -> ", by " + column).orElse(""));
  }

  @Override
  public int mostRows() {
    return MOST_ROWS;
  }
}
