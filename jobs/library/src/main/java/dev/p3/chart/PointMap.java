package dev.p3.chart;

import java.util.Locale;
import java.util.Optional;

/**
 * A world map: for each of the first {@value #MOST_ROWS} rows one mark, named by the table's first
 * column of text; and a line to a second place, if the row has one. Rows without a position are
 * left out.
 *
 * @param position of the mark
 * @param link where the line leads; no lines when empty
 */
public record PointMap(Position position, Optional<Position> link) implements Chart {
  private static final int MOST_ROWS = 500;

  /** Two columns in degrees (WGS84): north and east are positive. */
  public record Position(String latitude, String longitude) {}

  static PointMap of(String latitude, String longitude) {
    return new PointMap(new Position(latitude, longitude), Optional.empty());
  }

  /** The same map with a line from each mark to a second place. */
  public PointMap linkedTo(String latitude, String longitude) {
    return new PointMap(position, Optional.of(new Position(latitude, longitude)));
  }

  @Override
  public String title() {
    return link.map(
            to ->
                String.format(
                    Locale.ROOT,
                    "%s, %s and the way to %s, %s (degrees)",
                    position.latitude(),
                    position.longitude(),
                    to.latitude(),
                    to.longitude()))
        .orElse(
            String.format(
                Locale.ROOT, "%s, %s (degrees)", position.latitude(), position.longitude()));
  }

  @Override
  public int mostRows() {
    return MOST_ROWS;
  }
}
