package dev.p3.report;

import dev.p3.chart.Bars;
import dev.p3.chart.Chart;
import dev.p3.chart.HeatMap;
import dev.p3.chart.PointMap;
import dev.p3.chart.Scatter;

/** How one kind of chart is drawn from a table's rows. */
sealed interface Plot permits BarsPlot, HeatMapPlot, PointMapPlot, ScatterPlot {
  /** Whether the table has the columns, and a row with a value to draw. */
  boolean fits(Table table);

  /** What the page's script draws: a record of plain values. */
  Record drawing(Table table);

  /** The one place that knows which kinds of charts there are. */
  static Plot of(Chart chart) {
    if (chart instanceof Bars bars) {
      return new BarsPlot(bars);
    }
    if (chart instanceof HeatMap heatMap) {
      return new HeatMapPlot(heatMap);
    }
    if (chart instanceof Scatter scatter) {
      return new ScatterPlot(scatter);
    }
    return new PointMapPlot((PointMap) chart);
  }
}
