package dev.p3.report;

import static dev.p3.report.Table.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.p3.report.PointMap.Point;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final Table COUNTS =
      table(List.of("group", "rank", "Count"), row("x", 1, 30L), row("x", 2, null), row("y", 1, 5));

  @Test
  void barsHaveOneValueForEachRowAndNamesMadeOfTheirLabels() {
    var bars =
        (Bars.Drawn)
            new Bars(List.of("group", "rank"), List.of("count"), "rows")
                .standingOut("x 2")
                .drawing(COUNTS);
    assertThat(bars.labels()).containsExactly("x 1", "x 2", "y 1");
    assertThat(bars.series().get(0).values()).containsExactly(30.0, null, 5.0);
    assertThat(bars.standingOut()).isEqualTo(1);
  }

  @Test
  void barsEndAfterThirtyRows() {
    Table many =
        Table.of(
            List.of(new Table.Column("n")), IntStream.range(0, 100).mapToObj(Table::row).toList());
    var bars = (Bars.Drawn) Chart.bars("n", "n", "rows").drawing(many);
    assertThat(bars.labels()).hasSize(30);
    assertThat(bars.series().get(0).values()).hasSize(30);
  }

  @Test
  void aChartThatATableCannotBearIsLeftOut() {
    Table empty = table(List.of("group", "count"));
    Table infinite = table(List.of("group", "count"), row("a", Double.POSITIVE_INFINITY));
    Chart bars = Chart.bars("group", "count", "rows");
    assertThat(bars.fits(COUNTS)).isTrue();
    assertThat(bars.fits(empty)).isFalse();
    assertThat(bars.fits(infinite)).isFalse();
    assertThat(Chart.bars("group", "other", "rows").fits(COUNTS)).isFalse();
    assertThat(Chart.heatMap("group", "rank", "other").fits(COUNTS)).isFalse();
    assertThat(Chart.map("count", "other").fits(COUNTS)).isFalse();
    assertThat(new Block.Exhibit("none", empty, List.of(bars)).charts()).isEmpty();
  }

  @Test
  void columnsThatDifferInCaseAloneAreToldApart() {
    Table both = table(List.of("k", "Value", "value"), row("a", 1, 2));
    var bars = (Bars.Drawn) Chart.bars("k", "value", "").drawing(both);
    assertThat(bars.series().get(0).values()).containsExactly(2.0);
    assertThat(Chart.bars("k", "VALUE", "").fits(both)).isFalse();
  }

  @Test
  void aHeatMapOfATriangleHasTheSameOrderOnBothSides() {
    Table triangle =
        table(
            List.of("left", "right", "pearson"),
            row("a", "b", 0.5),
            row("a", "c", -0.25),
            row("b", "c", null));
    var map = (HeatMap.Drawn) Chart.heatMap("left", "right", "pearson").drawing(triangle);
    assertThat(map.columns()).containsExactly("a", "b", "c");
    assertThat(map.rows()).isEqualTo(map.columns());
    assertThat(map.cells()).containsExactly(List.of(0.0, 1.0, 0.5), List.of(0.0, 2.0, -0.25));
    assertThat(map.range()).isEqualTo(new HeatMap.Range(-0.25, 0.5));
  }

  @Test
  void aHeatMapOfTwoKindsOfNamesKeepsThemApart() {
    Table table = table(List.of("day", "hour", "n"), row("Mo", 7, 1), row("Tu", 8, 2));
    var map = (HeatMap.Drawn) Chart.heatMap("hour", "day", "n").between(0, 9).drawing(table);
    assertThat(map.columns()).containsExactly("7", "8");
    assertThat(map.rows()).containsExactly("Mo", "Tu");
    assertThat(map.range()).isEqualTo(new HeatMap.Range(0, 9));
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
    var map = (PointMap.Drawn) Chart.map("lat", "lon").drawing(places);
    assertThat(map.marks()).extracting(PointMap.Mark::name).containsExactly("pole", "edge");
    assertThat(map.places()).isEmpty();
    assertThat(map.lines()).isEmpty();
  }

  @Test
  void aLineAcrossTheDateLineGoesTheShortWay() {
    Table islands =
        table(List.of("lat", "lon", "to_lat", "to_lon"), row(-18, 178, -14, -172), row(0, 1, 0, 2));
    var map =
        (PointMap.Drawn) Chart.map("lat", "lon").linkedTo("to_lat", "to_lon").drawing(islands);
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

  @SafeVarargs
  private static Table table(List<String> columns, List<Object>... rows) {
    var cells = new ArrayList<List<Object>>();
    for (List<Object> row : rows) {
      cells.add(row);
    }
    return Table.of(columns.stream().map(Table.Column::new).toList(), cells);
  }
}
