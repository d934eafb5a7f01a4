package dev.p3.chart;

/**
 * How a table is drawn: which of its columns stands for what. A chart holds no data, so that the
 * author of a table can describe its charts before there are rows.
 *
 * <pre>
 *   Chart.bars("rung", "rows_per_s", "rows per second")            one bar for each row
 *   new Bars(List.of("serializer"), List.of("write_ns", "read_ns"), "ns per record")
 *   Chart.heatMap("left", "right", "pearson").between(-1, 1)       one cell for each row
 *   Chart.scatter("width", "length").coloured("species")           one mark for each row
 *   Chart.map("lat", "lon").linkedTo("place_lat", "place_lon")     one mark for each row
 * </pre>
 *
 * <p>Column names are those of the table, exactly or but for case. Immutable.
 */
public sealed interface Chart permits Bars, HeatMap, PointMap, Scatter {
  /** What is drawn, with its unit. */
  String title();

  /** How many rows, from the first on, are drawn at most. */
  int mostRows();

  /**
   * Bars, one for each row.
   *
   * @param label the column that names the bars
   * @param value the column that their length shows
   * @param unit of the value, for example {@code seconds}
   */
  static Bars bars(String label, String value, String unit) {
    return Bars.of(label, value, unit);
  }

  /**
   * A heat map with one cell for each row.
   *
   * @param across the column whose values stand side by side
   * @param down the column whose values stand below each other
   * @param value the column that the colour shows
   */
  static HeatMap heatMap(String across, String down, String value) {
    return HeatMap.of(across, down, value);
  }

  /**
   * A mark in the plane for each row.
   *
   * @param across the column of numbers from left to right
   * @param up the column of numbers from bottom to top
   */
  static Scatter scatter(String across, String up) {
    return Scatter.of(across, up);
  }

  /** A world map with one mark for each row, at columns in degrees (WGS84). */
  static PointMap map(String latitude, String longitude) {
    return PointMap.of(latitude, longitude);
  }
}
