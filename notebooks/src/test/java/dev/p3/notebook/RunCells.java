package dev.p3.notebook;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs cells that must not fail. */
final class RunCells {
  private RunCells() {}

  static CellOutput run(ScalaCells cells, String code) {
    CellOutput output = cells.run(code);
    assertThat(output.failed()).as(output.text()).isFalse();
    return output;
  }

  /** The text of what an expression gives, which the cell displays once. */
  static String value(ScalaCells cells, String expression) {
    CellOutput output = run(cells, "displayHTML(String.valueOf({" + expression + "}))");
    assertThat(output.pages()).hasSize(1);
    return output.pages().get(0);
  }
}
