package dev.p3.report;

import dev.p3.chart.Bars;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws {@link Bars}. */
record BarsPlot(Bars bars) implements Plot {
  @Override
  public boolean fits(Table table) {
    return bars.labels().stream().allMatch(table::hasColumn)
        && bars.values().stream()
            .allMatch(
                value ->
                    table.hasColumn(value)
                        && table.numbers(value).stream().anyMatch(Objects::nonNull));
  }

  @Override
  public Drawn drawing(Table table) {
    List<String> names = names(table);
    return new Drawn(
        "bars",
        bars.unit(),
        names,
        bars.values().stream()
            .map(value -> new Series(value, first(table.numbers(value))))
            .toList(),
        bars.standingOut().map(names::indexOf).orElse(-1));
  }

  record Drawn(
      String kind, String unit, List<String> labels, List<Series> series, int standingOut) {}

  record Series(String name, List<Double> values) {}

  private List<String> names(Table table) {
    List<List<String>> parts = bars.labels().stream().map(table::texts).toList();
    return IntStream.range(0, Math.min(table.rows().size(), bars.mostRows()))
        .mapToObj(row -> parts.stream().map(part -> part.get(row)).collect(Collectors.joining(" ")))
        .toList();
  }

  private List<Double> first(List<Double> numbers) {
    return new ArrayList<>(numbers.subList(0, Math.min(numbers.size(), bars.mostRows())));
  }
}
