package dev.p3.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  private static final double HALF_TURN = 180;
  private static final double POLE = 90;

  /** Two columns in degrees (WGS84): north and east are positive. */
  public record Position(String latitude, String longitude) {
    private boolean isIn(Table table) {
      return table.hasColumn(latitude) && table.hasColumn(longitude);
    }

    private List<Optional<Point>> points(Table table) {
      List<Double> north = table.numbers(latitude);
      List<Double> east = table.numbers(longitude);
      var points = new ArrayList<Optional<Point>>();
      for (int i = 0; i < Math.min(north.size(), MOST_ROWS); i++) {
        points.add(point(north.get(i), east.get(i)));
      }
      return points;
    }
  }

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
                "%s, %s and the way to %s, %s (degrees)"
                    .formatted(
                        position.latitude(), position.longitude(), to.latitude(), to.longitude()))
        .orElse("%s, %s (degrees)".formatted(position.latitude(), position.longitude()));
  }

  @Override
  public int mostRows() {
    return MOST_ROWS;
  }

  @Override
  public boolean fits(Table table) {
    return position.isIn(table)
        && link.map(to -> to.isIn(table)).orElse(true)
        && position.points(table).stream().anyMatch(Optional::isPresent);
  }

  @Override
  public Record drawing(Table table) {
    List<Optional<Point>> from = position.points(table);
    List<Optional<Point>> to = link.map(place -> place.points(table)).orElse(List.of());
    List<String> names = table.firstTexts();
    var marks = new ArrayList<Mark>();
    var lines = new ArrayList<List<Point>>();
    for (int i = 0; i < from.size(); i++) {
      if (from.get(i).isEmpty()) {
        continue;
      }
      Point point = from.get(i).get();
      marks.add(new Mark(names.isEmpty() ? "" : names.get(i), point));
      if (!to.isEmpty() && to.get(i).isPresent()) {
        lines.addAll(line(point, to.get(i).get()));
      }
    }
    List<Point> places = to.stream().flatMap(Optional::stream).distinct().toList();
    return new Drawn("map", marks, places, lines);
  }

  record Point(double east, double north) {}

  record Mark(String name, Point point) {}

  record Drawn(String kind, List<Mark> marks, List<Point> places, List<List<Point>> lines) {}

  private static Optional<Point> point(Double north, Double east) {
    boolean isOnEarth =
        Objects.nonNull(north)
            && Objects.nonNull(east)
            && Math.abs(north) <= POLE
            && Math.abs(east) <= HALF_TURN;
    return isOnEarth ? Optional.of(new Point(east, north)) : Optional.empty();
  }

  /** A line the short way round: two, each to an edge of the map, when it crosses 180 degrees. */
  private static List<List<Point>> line(Point from, Point to) {
    double turn = to.east() - from.east();
    if (Math.abs(turn) <= HALF_TURN) {
      return List.of(List.of(from, to));
    }
    double edge = turn < 0 ? HALF_TURN : -HALF_TURN;
    double whole = turn < 0 ? turn + 2 * HALF_TURN : turn - 2 * HALF_TURN;
    double north = from.north() + (to.north() - from.north()) * (edge - from.east()) / whole;
    return List.of(List.of(from, new Point(edge, north)), List.of(new Point(-edge, north), to));
  }
}
