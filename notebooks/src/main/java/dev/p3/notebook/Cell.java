package dev.p3.notebook;

/**
 * A cell of a notebook.
 *
 * @param title may be empty
 * @param text of the cell, without the marks of the source format
 */
record Cell(Kind kind, String title, String text) {
  /** Begins the titles of cells that are for Databricks alone. */
  private static final String DATABRICKS = "On Databricks";

  enum Kind {
    /** Markdown. */
    TEXT,
    /** In the notebook's language. */
    CODE
  }

  boolean isOfDatabricks() {
    return title.startsWith(DATABRICKS);
  }
}
