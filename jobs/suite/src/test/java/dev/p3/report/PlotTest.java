package dev.p3.report;

import static dev.p3.report.Table.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.p3.chart.Bars;
import dev.p3.chart.Chart;
import dev.p3.chart.HeatMap;
import dev.p3.report.PointMapPlot.Mark;
import dev.p3.report.PointMapPlot.Point;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlotTest {
  private static final Table COUNTS =
      table(List.of("group", "rank", "Count"), row("x", 1, 30L), row("x", 2, null), row("y", 1, 5));

  @Test
  void barsHaveOneValueForEachRowAndNamesMadeOfTheirLabels() {
    var bars =
        drawing(
            BarsPlot.Drawn.class,
            new Bars(List.of("group", "rank"), List.of("count"), "rows").standingOut("x 2"),
            COUNTS);
    assertThat(bars.labels()).containsExactly("x 1", "x 2", "y 1");
    assertThat(bars.series().get(0).values()).containsExactly(30.0, null, 5.0);
    assertThat(bars.standingOut()).isEqualTo(1);
  }

  @Test
  void barsEndAfterThirtyRows() {
    Table many =
        Table.of(
            List.of(new Table.Column("n")), IntStream.range(0, 100).mapToObj(Table::row).toList());
    var bars = drawing(BarsPlot.Drawn.class, Chart.bars("n", "n", "rows"), many);
    assertThat(bars.labels()).hasSize(30);
    assertThat(bars.series().get(0).values()).hasSize(30);
  }

  @Test
  void aChartThatATableCannotBearIsLeftOut() {
    Table empty = table(List.of("group", "count"));
    Table infinite = table(List.of("group", "count"), row("a", Double.POSITIVE_INFINITY));
    Chart bars = Chart.bars("group", "count", "rows");
    assertThat(fits(bars, COUNTS)).isTrue();
    assertThat(fits(bars, empty)).isFalse();
    assertThat(fits(bars, infinite)).isFalse();
    assertThat(fits(Chart.bars("group", "other", "rows"), COUNTS)).isFalse();
    assertThat(fits(Chart.heatMap("group", "rank", "other"), COUNTS)).isFalse();
    assertThat(fits(Chart.map("count", "other"), COUNTS)).isFalse();
    assertThat(new Block.Exhibit("none", empty, List.of(bars)).charts()).isEmpty();
  }

  @Test
  void columnsThatDifferInCaseAloneAreToldApart() {
    Table both = table(List.of("k", "Value", "value"), row("a", 1, 2));
    var bars = drawing(BarsPlot.Drawn.class, Chart.bars("k", "value", ""), both);
    assertThat(bars.series().get(0).values()).containsExactly(2.0);
    assertThat(fits(Chart.bars("k", "VALUE", ""), both)).isFalse();
  }

  @Test
  void aHeatMapOfATriangleHasTheSameOrderOnBothSides() {
    Table triangle =
        table(
            List.of("left", "right", "pearson"),
            row("a", "b", 0.5),
            row("a", "c", -0.25),
            row("b", "c", null));
    var map = drawing(HeatMapPlot.Drawn.class, Chart.heatMap("left", "right", "pearson"), triangle);
    assertThat(map.columns()).containsExactly("a", "b", "c");
    assertThat(map.rows()).isEqualTo(map.columns());
    assertThat(map.cells()).containsExactly(List.of(0.0, 1.0, 0.5), List.of(0.0, 2.0, -0.25));
    assertThat(map.range()).isEqualTo(new HeatMap.Range(-0.25, 0.5));
  }

  @Test
  void aHeatMapOfTwoKindsOfNamesKeepsThemApart() {
    Table table = table(List.of("day", "hour", "n"), row("Mo", 7, 1), row("Tu", 8, 2));
    var map =
        drawing(HeatMapPlot.Drawn.class, Chart.heatMap("hour", "day", "n").between(0, 9), table);
    assertThat(map.columns()).containsExactly("7", "8");
    assertThat(map.rows()).containsExactly("Mo", "Tu");
    assertThat(map.range()).isEqualTo(new HeatMap.Range(0, 9));
  }

  @Test
  void aScatterHasAColourForEachGroupAndLeavesOutRowsWithoutANumber() {
    Table points =
        table(
            List.of("x", "y", "cluster"),
            row(1, 2, 0),
            row(3, null, 0),
            row(5, 6, 1),
            row(7, 8, 0));
    var scatter =
        drawing(
            ScatterPlot.Drawn.class, Chart.scatter("x", "y").coloured("cluster").joined(), points);
    assertThat(scatter.groups())
        .containsExactly(
            new ScatterPlot.Group("0", List.of(List.of(1.0, 2.0), List.of(7.0, 8.0))),
            new ScatterPlot.Group("1", List.of(List.of(5.0, 6.0))));
    assertThat(fits(Chart.scatter("x", "z"), points)).isFalse();
  }

  @Test
  void aMapLeavesOutWhatIsNotOnEarthAndNamesMarksByTheFirstText() {
    Table places =
        table(
            List.of("n", "name", "lat", "lon"),
            row(1, "pole", 90, 0),
            row(2, "too far", 90.5, 0),
            row(3, "lost", Double.NaN, 0),
            row(4, "edge", 0, -180));
    var map = drawing(PointMapPlot.Drawn.class, Chart.map("lat", "lon"), places);
    assertThat(map.marks()).extracting(Mark::name).containsExactly("pole", "edge");
    assertThat(map.places()).isEmpty();
    assertThat(map.lines()).isEmpty();
  }

  @Test
  void aLineAcrossTheDateLineGoesTheShortWay() {
    Table islands =
        table(List.of("lat", "lon", "to_lat", "to_lon"), row(-18, 178, -14, -172), row(0, 1, 0, 2));
    var map =
        drawing(
            PointMapPlot.Drawn.class,
            Chart.map("lat", "lon").linkedTo("to_lat", "to_lon"),
            islands);
    assertThat(map.places()).containsExactly(new Point(-172, -14), new Point(2, 0));
    assertThat(map.lines()).hasSize(3);
    Point edge = map.lines().get(0).get(1);
    assertThat(edge.east()).isEqualTo(180);
    // A fifth of the way: 2 of 10 degrees.
    assertThat(edge.north()).isCloseTo(-17.2, within(1e-9));
    assertThat(map.lines().get(1).get(0)).isEqualTo(new Point(-180, edge.north()));
  }

  @Test
  void numbersReadAsPeopleWriteThem() {
    assertThat(Cell.text(1234567890123L)).isEqualTo("1,234,567,890,123");
    assertThat(Cell.text(0.1 + 0.2)).isEqualTo("0.3");
    assertThat(Cell.text(1234567.89)).isEqualTo("1,234,568");
    assertThat(Cell.text(-0.000012345678)).isEqualTo("-1.23457e-05");
    assertThat(Cell.text(new BigDecimal("1234.500"))).isEqualTo("1,234.500");
    assertThat(Cell.text(-0.0)).isEqualTo("0");
    assertThat(Cell.text(Double.NaN)).isEqualTo("NaN");
    assertThat(Cell.text(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    assertThat(Cell.text(Double.MAX_VALUE)).isEqualTo("1.79769e+308");
    assertThat(Cell.text("1")).isEqualTo("1");
    assertThat(Cell.text(null)).isEqualTo("null");
  }

  @Test
  void everyKindOfChartHasAPlotOfItsOwn() {
    List<Chart> charts =
        List.of(
            Chart.bars("a", "b", "rows"),
            Chart.heatMap("a", "b", "c"),
            Chart.map("a", "b"),
            Chart.scatter("a", "b"));
    assertThat(charts.stream().map(Object::getClass))
        .containsExactlyInAnyOrder(Chart.class.getPermittedSubclasses());
    assertThat(charts.stream().map(Plot::of).map(Object::getClass))
        .containsExactlyInAnyOrder(Plot.class.getPermittedSubclasses());
  }

  private static boolean fits(Chart chart, Table table) {
    return Plot.of(chart).fits(table);
  }

  private static <D extends Record> D drawing(Class<D> kind, Chart chart, Table table) {
    return kind.cast(Plot.of(chart).drawing(table));
  }

  @SafeVarargs
  private static Table table(List<String> columns, List<Object>... rows) {
    var cells = new ArrayList<List<Object>>();
    for (List<Object> row : rows) {
      cells.add(row);
    }
    return Table.of(columns.stream().map(Table.Column::new).toList(), cells);
  }
}
