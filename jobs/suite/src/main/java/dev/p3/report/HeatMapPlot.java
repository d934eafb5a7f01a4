package dev.p3.report;

import dev.p3.chart.HeatMap;
import dev.p3.chart.HeatMap.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/** Draws a {@link HeatMap}. */
record HeatMapPlot(HeatMap map) implements Plot {
  @Override
  public boolean fits(Table table) {
    return table.hasColumn(map.across())
        && table.hasColumn(map.down())
        && table.hasColumn(map.value())
        && table.numbers(map.value()).stream().anyMatch(Objects::nonNull);
  }

  @Override
  public Drawn drawing(Table table) {
    List<String> columnNames = table.texts(map.across());
    List<String> rowNames = table.texts(map.down());
    List<Double> values = table.numbers(map.value());
    var columns = new LinkedHashSet<>(columnNames);
    var rows = new LinkedHashSet<>(rowNames);
    if (!Collections.disjoint(columns, rows)) {
      columns.addAll(rows);
      rows = columns;
    }
    List<String> columnOrder = List.copyOf(columns);
    List<String> rowOrder = List.copyOf(rows);
    var cells = new ArrayList<List<Double>>();
    for (int i = 0; i < Math.min(values.size(), map.mostRows()); i++) {
      if (values.get(i) != null) {
        cells.add(
            List.of(
                (double) columnOrder.indexOf(columnNames.get(i)),
                (double) rowOrder.indexOf(rowNames.get(i)),
                values.get(i)));
      }
    }
    return new Drawn("heat-map", columnOrder, rowOrder, cells, map.range().orElse(rangeOf(cells)));
  }

  /** Cells are column, row, value. */
  record Drawn(
      String kind,
      List<String> columns,
      List<String> rows,
      List<List<Double>> cells,
      Range range) {}

  private static Range rangeOf(List<List<Double>> cells) {
    double least = cells.stream().mapToDouble(cell -> cell.get(2)).min().orElse(0);
    double greatest = cells.stream().mapToDouble(cell -> cell.get(2)).max().orElse(0);
    return new Range(least, greatest);
  }
}
