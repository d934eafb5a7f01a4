package dev.p3.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A notebook in Databricks' source format.
 *
 * @param name of the file, without its ending
 */
record SourceNotebook(String name, Syntax syntax, List<Cell> cells) {

  /** The languages, with what begins a comment. */
  enum Syntax {
    SCALA("scala", "//"),
    SQL("sql", "--"),
    PYTHON("py", "#");

    private final String ending;
    private final String comment;

    Syntax(String ending, String comment) {
      this.ending = ending;
      this.comment = comment;
    }

    String ending() {
      return ending;
    }
  }

  /** The notebooks of a directory, by their names. */
  static List<SourceNotebook> in(Path directory) throws IOException {
    var notebooks = new ArrayList<SourceNotebook>();
    try (var files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        for (Syntax syntax : Syntax.values()) {
          String name = file.getFileName().toString();
          if (name.matches("\\d\\d-.*\\." + syntax.ending)) {
            notebooks.add(
                parse(name.substring(0, name.lastIndexOf('.')), syntax, Files.readString(file)));
          }
        }
      }
    }
    return notebooks;
  }

  static SourceNotebook parse(String name, Syntax syntax, String source) {
    String first = syntax.comment + " Databricks notebook source\n";
    if (!source.startsWith(first)) {
      throw new IllegalArgumentException(
          "Cannot read notebook " + name + ": its first line must be '" + first.strip() + "'");
    }
    var cells = new ArrayList<Cell>();
    String separator = "(?m)^" + syntax.comment + " COMMAND ----------$";
    for (String part : source.substring(first.length()).split(separator, -1)) {
      cells.add(cell(syntax, part.strip()));
    }
    return new SourceNotebook(name, syntax, List.copyOf(cells));
  }

  private static Cell cell(Syntax syntax, String part) {
    String titleMark = syntax.comment + " DBTITLE 1,";
    String title = "";
    String text = part;
    if (part.startsWith(titleMark)) {
      title = part.lines().findFirst().orElseThrow().substring(titleMark.length());
      text = part.substring(part.indexOf('\n') + 1);
    }
    String magic = syntax.comment + " MAGIC ";
    if (!text.startsWith(magic + "%md")) {
      return new Cell(Cell.Kind.CODE, title, text);
    }
    String markdown =
        text.replaceAll("(?m)^" + Pattern.quote(magic.strip()) + " ?", "")
            .substring("%md".length());
    return new Cell(Cell.Kind.TEXT, title, markdown.strip());
  }
}
