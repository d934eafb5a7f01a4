package dev.p3.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;

/** A notebook as Jupyter keeps it, for the kernels that EMR Studio has. */
final class Ipynb {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Attaches the jar; Sparkmagic wants it before the session starts. */
  private static final String CONFIGURE =
      """
      %%configure -f
      {"conf": {"spark.jars": "s3://YOUR-BUCKET/p3.jar",
                "spark.sql.extensions": "dev.p3.udfs.P3Functions",
                "spark.plugins": "dev.p3.profile.ProfilePlugin"}}""";

  private Ipynb() {}

  /** Without outputs, as it is committed. */
  static String of(SourceNotebook notebook) {
    List<Cell> cells = notebook.cells().stream().filter(cell -> !cell.isOfDatabricks()).toList();
    ObjectNode json = document(notebook);
    ArrayNode list = json.withArray("cells");
    list.add(hidden(code(CONFIGURE, CellOutput.NONE)));
    for (Cell cell : cells) {
      boolean isSql = notebook.syntax() == SourceNotebook.Syntax.SQL;
      list.add(
          cell.kind() == Cell.Kind.TEXT
              ? markdown(cell.text())
              : code(isSql ? "%%sql\n" + cell.text() : cell.text(), CellOutput.NONE));
    }
    return text(json);
  }

  /**
   * As it was executed.
   *
   * @param outputs one for each cell
   */
  static String executed(SourceNotebook notebook, List<CellOutput> outputs) {
    ObjectNode json = document(notebook);
    ArrayNode list = json.withArray("cells");
    for (int i = 0; i < outputs.size(); i++) {
      Cell cell = notebook.cells().get(i);
      list.add(
          cell.kind() == Cell.Kind.TEXT
              ? markdown(cell.text())
              : code(cell.text(), outputs.get(i)));
    }
    return text(json);
  }

  private static ObjectNode document(SourceNotebook notebook) {
    boolean isScala = notebook.syntax() == SourceNotebook.Syntax.SCALA;
    ObjectNode json = JSON.createObjectNode();
    json.putArray("cells");
    ObjectNode metadata = json.putObject("metadata");
    metadata
        .putObject("kernelspec")
        .put("display_name", isScala ? "Spark" : "PySpark")
        .put("language", isScala ? "scala" : "python")
        .put("name", isScala ? "sparkkernel" : "pysparkkernel");
    metadata
        .putObject("language_info")
        .put("name", isScala ? "scala" : "python")
        .put("mimetype", isScala ? "text/x-scala" : "text/x-python")
        .put("file_extension", isScala ? ".sc" : ".py");
    return json.put("nbformat", 4).put("nbformat_minor", 4);
  }

  private static ObjectNode markdown(String text) {
    ObjectNode cell = JSON.createObjectNode().put("cell_type", "markdown");
    cell.putObject("metadata");
    lines(cell.putArray("source"), text);
    return cell;
  }

  private static ObjectNode code(String text, CellOutput output) {
    ObjectNode cell = JSON.createObjectNode().put("cell_type", "code");
    cell.putObject("metadata");
    cell.putNull("execution_count");
    ArrayNode outputs = cell.putArray("outputs");
    if (!output.text().isEmpty()) {
      ObjectNode stream = outputs.addObject().put("output_type", "stream");
      stream.put("name", output.failed() ? "stderr" : "stdout");
      lines(stream.putArray("text"), output.text());
    }
    for (String page : output.pages()) {
      ObjectNode shown = outputs.addObject().put("output_type", "display_data");
      lines(shown.putObject("data").putArray("text/html"), framed(page));
      shown.putObject("metadata");
    }
    lines(cell.putArray("source"), text);
    return cell;
  }

  private static ObjectNode hidden(ObjectNode cell) {
    ((ObjectNode) cell.get("metadata")).putObject("jupyter").put("source_hidden", true);
    return cell;
  }

  /** A page of its own within the notebook's, as Databricks shows it. */
  private static String framed(String page) {
    return "<iframe style=\"width:100%;height:480px;border:0\" srcdoc=\""
        + page.replace("&", "&amp;").replace("\"", "&quot;")
        + "\"></iframe>";
  }

  private static void lines(ArrayNode target, String text) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      target.add(i < lines.size() - 1 ? lines.get(i) + "\n" : lines.get(i));
    }
  }

  private static String text(ObjectNode json) {
    try {
      return JSON.writeValueAsString(json).replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
