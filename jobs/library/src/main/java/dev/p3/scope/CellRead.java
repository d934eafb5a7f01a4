package dev.p3.scope;

/**
 * A field of a cell's object that a function's code uses, as {@link NotebookCells} says.
 *
 * @param owner the class of the cell's object
 * @param isWritten whether the code assigns it
 */
record CellRead(String owner, String name, boolean isWritten) {
  /** What a lazy variable's value comes with. */
  private static final String IS_COMPUTED = "bitmap$";

  /** Whether it is a variable of the cell's author. */
  boolean isVariable() {
    return !name.startsWith(IS_COMPUTED) && !name.startsWith("$");
  }
}
