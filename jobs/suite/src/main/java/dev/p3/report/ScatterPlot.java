package dev.p3.report;

import dev.p3.chart.Scatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Draws a {@link Scatter}. */
record ScatterPlot(Scatter scatter) implements Plot {
  @Override
  public boolean fits(Table table) {
    return table.hasColumn(scatter.across())
        && table.hasColumn(scatter.up())
        && scatter.group().map(table::hasColumn).orElse(true)
        && !groups(table).isEmpty();
  }

  @Override
  public Drawn drawing(Table table) {
    return new Drawn(
        "scatter",
        scatter.across(),
        scatter.up(),
        scatter.group().orElse(""),
        groups(table).entrySet().stream()
            .map(group -> new Group(group.getKey(), group.getValue()))
            .toList(),
        scatter.isJoined());
  }

  record Drawn(
      String kind, String across, String up, String group, List<Group> groups, boolean isJoined) {}

  /**
   * @param points across and up
   */
  record Group(String name, List<List<Double>> points) {}

  private Map<String, List<List<Double>>> groups(Table table) {
    List<Double> across = table.numbers(scatter.across());
    List<Double> up = table.numbers(scatter.up());
    List<String> names =
        scatter.group().map(table::texts).orElse(Collections.nCopies(across.size(), ""));
    var groups = new LinkedHashMap<String, List<List<Double>>>();
    for (int i = 0; i < Math.min(across.size(), scatter.mostRows()); i++) {
      if (Objects.nonNull(across.get(i)) && Objects.nonNull(up.get(i))) {
        groups
            .computeIfAbsent(names.get(i), any -> new ArrayList<>())
            .add(List.of(across.get(i), up.get(i)));
      }
    }
    return groups;
  }
}
