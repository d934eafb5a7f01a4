package dev.p3.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.chart.Chart;

/**
 * A chart with its data, for a page.
 *
 * @param title its heading
 * @param json what the page's script draws
 */
record Drawing(String title, String json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** So that a picture's kind is written, which is no component. */
  private record Kinded(String kind, @JsonUnwrapped Picture picture) {}

  static String scriptSafe(Picture picture) {
    return scriptSafe(new Kinded(picture.kind(), picture));
  }

  static Drawing of(Chart chart, Table table) {
    return new Drawing(chart.title(), scriptSafe(Plot.of(chart).drawing(table)));
  }

  /**
   * JSON that can stand in a script element. A {@code <} is only ever part of a text there, and is
   * escaped, so that no value ends the element or begins a comment.
   */
  private static String scriptSafe(Record drawing) {
    try {
      return JSON.writeValueAsString(drawing).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a chart as JSON", e);
    }
  }
}
