package dev.p3.scope;

import java.util.regex.Pattern;

/**
 * Tells what Scala's interpreter makes of a notebook's cells: a class for each cell's code, whose
 * instance holds the cell's variables and leads to the cells before it.
 *
 * <p>So a function that mentions a variable of another cell captures its own cell's object, from
 * which every cell can be reached. The interpreter of spark-shell, of Livy and of Databricks names
 * these classes {@code $line7.$read} and {@code $line7.$read$$iw}, with other texts for the number.
 */
final class NotebookCells {
  private static final Pattern CODE = Pattern.compile("\\$?line\\w*[./]\\$(?:read|eval)(?:\\$.*)?");
  private static final Pattern HOLDER =
      Pattern.compile("\\$?line\\w*[./]\\$read(?:\\$\\$?iw)*\\$?");

  private NotebookCells() {}

  /** Whether a class is of the code in a cell. */
  static boolean isCode(String className) {
    return CODE.matcher(className).matches();
  }

  /** Whether instances hold the variables of a cell, and nothing of the user's making. */
  static boolean isHolder(String className) {
    return HOLDER.matcher(className).matches();
  }
}
