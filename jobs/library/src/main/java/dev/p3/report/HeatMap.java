package dev.p3.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
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

  @Override
  public boolean fits(Table table) {
    return table.hasColumn(across)
        && table.hasColumn(down)
        && table.hasColumn(value)
        && table.numbers(value).stream().anyMatch(Objects::nonNull);
  }

  @Override
  public Record drawing(Table table) {
    List<String> columnNames = table.texts(across);
    List<String> rowNames = table.texts(down);
    List<Double> values = table.numbers(value);
    var columns = new LinkedHashSet<>(columnNames);
    var rows = new LinkedHashSet<>(rowNames);
    if (!Collections.disjoint(columns, rows)) {
      columns.addAll(rows);
      rows = columns;
    }
    List<String> columnOrder = List.copyOf(columns);
    List<String> rowOrder = List.copyOf(rows);
    var cells = new ArrayList<List<Double>>();
    for (int i = 0; i < Math.min(values.size(), MOST_ROWS); i++) {
      if (values.get(i) != null) {
        cells.add(
            List.of(
                (double) columnOrder.indexOf(columnNames.get(i)),
                (double) rowOrder.indexOf(rowNames.get(i)),
                values.get(i)));
      }
    }
    return new Drawn("heat-map", columnOrder, rowOrder, cells, range.orElse(rangeOf(cells)));
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
