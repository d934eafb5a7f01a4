package dev.p3.report;

import dev.p3.chart.PointMap;
import dev.p3.chart.PointMap.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Draws a {@link PointMap}. */
record PointMapPlot(PointMap map) implements Plot {
  private static final double HALF_TURN = 180;
  private static final double POLE = 90;

  @Override
  public boolean fits(Table table) {
    return isIn(table, map.position())
        && map.link().map(to -> isIn(table, to)).orElse(true)
        && points(table, map.position()).stream().anyMatch(Optional::isPresent);
  }

  @Override
  public Drawn drawing(Table table) {
    List<Optional<Point>> from = points(table, map.position());
    List<Optional<Point>> to = map.link().map(place -> points(table, place)).orElse(List.of());
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

  private static boolean isIn(Table table, Position position) {
    return table.hasColumn(position.latitude()) && table.hasColumn(position.longitude());
  }

  private List<Optional<Point>> points(Table table, Position position) {
    List<Double> north = table.numbers(position.latitude());
    List<Double> east = table.numbers(position.longitude());
    var points = new ArrayList<Optional<Point>>();
    for (int i = 0; i < Math.min(north.size(), map.mostRows()); i++) {
      points.add(point(north.get(i), east.get(i)));
    }
    return points;
  }

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
