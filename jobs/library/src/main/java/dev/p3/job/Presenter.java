package dev.p3.job;

import dev.p3.chart.Chart;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Draws tables and charts for notebooks: {@code dev.p3.P3.display}. Found by {@link
 * java.util.ServiceLoader}; p3's suite has the one there is.
 */
public interface Presenter {
  /**
   * Rows to look at, with what is drawn of them.
   *
   * @param caption what they are
   * @param meanings of columns, by name; may lack some
   */
  record Exhibit(
      String caption, Dataset<Row> rows, Map<String, String> meanings, List<Chart> charts) {}

  /**
   * The same for readers and for browsers.
   *
   * @param text tables of characters, of the first rows
   * @param html a page that needs nothing else, with the charts
   */
  record Presented(String text, String html) {}

  /** Runs the query of each exhibit, once. */
  Presented present(String title, List<Exhibit> exhibits);
}
