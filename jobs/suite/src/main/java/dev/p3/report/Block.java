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
   * A picture that is drawn from values of its own.
   *
   * @param picture what it shows, with its units
   * @param drawing what the page's script draws
   */
  record Pictured(String picture, Picture drawing) implements Block {
    /** The values, for a script element. */
    String values() {
      return Drawing.scriptSafe(drawing);
    }
  }

  /**
   * A page within the page, such as another library makes. Its scripts run, but reach nothing of
   * the page around it.
   *
   * @param embedded what it shows
   * @param html the page; its scripts stand in elements of their own
   */
  record Embedded(String embedded, String html) implements Block {}

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
