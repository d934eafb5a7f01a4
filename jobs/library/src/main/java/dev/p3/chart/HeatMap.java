package dev.p3.chart;

import java.util.Optional;

/**
 * A heat map: for each of the first {@value #MOST_ROWS} rows one cell. Names stand in the order in
 * which the rows bring them, in the same order on both sides when any name is on both.
 *
 * @param across the column whose values stand side by side
 * @param down the column whose values stand below each other
 * @param value the column that the colour shows
 * @param range the ends of the colour scale; those of the values when empty
 */
public record HeatMap(String across, String down, String value, Optional<Range> range)
    implements Chart {
  private static final int MOST_ROWS = 2_500;

  /** From the least to the greatest value. */
  public record Range(double least, double greatest) {}

  static HeatMap of(String across, String down, String value) {
    return new HeatMap(across, down, value, Optional.empty());
  }

  /** The same heat map with a fixed colour scale. */
  public HeatMap between(double least, double greatest) {
    return new HeatMap(across, down, value, Optional.of(new Range(least, greatest)));
  }

  @Override
  public String title() {
    return value;
  }

  @Override
  public int mostRows() {
    return MOST_ROWS;
  }
}
