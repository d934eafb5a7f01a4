package dev.p3.report;

import java.util.List;

/** What a {@link Block.Pictured} draws: plain values. */
public sealed interface Picture {
  /** Which of the script's functions draws it. */
  String kind();

  /**
   * Spans of time, in lanes.
   *
   * @param lanes names
   * @param groups names; each has a colour
   * @param spans lane, start and end in seconds, group, and 1 when it went wrong
   * @param titles of the spans
   */
  record Timeline(
      List<String> lanes, List<String> groups, List<List<Number>> spans, List<String> titles)
      implements Picture {
    @Override
    public String kind() {
      return "timeline";
    }
  }

  /**
   * Lines over time.
   *
   * @param unit of the values
   */
  record Lines(String unit, List<Line> lines) implements Picture {
    @Override
    public String kind() {
      return "lines";
    }
  }

  /**
   * A line.
   *
   * @param points seconds and value
   */
  record Line(String name, List<List<Double>> points) {}

  /**
   * How values are distributed, for each label.
   *
   * @param boxes least, first quartile, median, third quartile and greatest value
   */
  record Boxes(String unit, List<String> labels, List<List<Double>> boxes) implements Picture {
    @Override
    public String kind() {
      return "boxes";
    }
  }
}
