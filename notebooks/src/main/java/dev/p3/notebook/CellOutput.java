package dev.p3.notebook;

import java.util.List;

/**
 * What the execution of a cell gave.
 *
 * @param text that it printed
 * @param pages of HTML that it displayed
 * @param failed whether it did not compile, or threw
 */
record CellOutput(String text, List<String> pages, boolean failed) {
  static final CellOutput NONE = new CellOutput("", List.of(), false);
}
