package dev.p3.report;

import dev.p3.chart.Chart;
import java.util.List;

/** A part of a {@link Section}. The text of each is shown as it is, whatever characters it has. */
public sealed interface Block {
  /** A sentence that stands out. */
  record Quote(String quote) implements Block {}

  /** A paragraph. */
  record Text(String text) implements Block {}

  /** Something to type, or that a program printed. */
  record Code(String code) implements Block {}

  /** Something that the reader must not miss. */
  record Note(String note) implements Block {}

  /**
   * A table and the charts that are drawn from its rows. A chart that does not fit the table, for
   * want of a column or of rows, is left out.
   *
   * @param caption what the table shows, with the units that no column states
   */
  record Exhibit(String caption, Table table, List<Chart> charts) implements Block {
    public Exhibit {
      charts = charts.stream().filter(chart -> Plot.of(chart).fits(table)).toList();
    }

    boolean hasCharts() {
      return !charts.isEmpty();
    }

    /** What the page shows of the charts. */
    List<Drawing> drawings() {
      return charts.stream().map(chart -> Drawing.of(chart, table)).toList();
    }
  }
}
