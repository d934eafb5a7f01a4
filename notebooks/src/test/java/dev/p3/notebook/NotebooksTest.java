package dev.p3.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed notebooks, without running them: {@code notebooks/run} does. */
class NotebooksTest {
  private static final Path NOTEBOOKS = Path.of("");
  private static final int MOST_CELLS = 12;

  static List<SourceNotebook> notebooks() throws IOException {
    return SourceNotebook.in(NOTEBOOKS);
  }

  @Test
  void thereIsOneToStartOneForEachPatternAndOneForEachOtherLanguage() throws IOException {
    assertThat(notebooks())
        .extracting(SourceNotebook::name)
        .containsExactly(
            "00-start-here",
            "01-leverage",
            "02-evolve",
            "03-profile",
            "04-minimize",
            "05-separate",
            "06-transport",
            "07-scope",
            "08-serialize",
            "09-sql",
            "10-python");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void theIpynbIsMadeFromItsSource(SourceNotebook notebook) throws IOException {
    assertThat(NOTEBOOKS.resolve(notebook.name() + ".ipynb"))
        .as("stale: run 'notebooks/run make'")
        .hasContent(Ipynb.of(notebook));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void theIpynbHasWhatTheFormatRequiresAndNoOutputs(SourceNotebook notebook) throws IOException {
    JsonNode json = new ObjectMapper().readTree(Ipynb.of(notebook));

    assertThat(json.get("nbformat").asInt()).isEqualTo(4);
    assertThat(json.at("/metadata/kernelspec/name").asText())
        .isEqualTo(
            notebook.syntax() == SourceNotebook.Syntax.SCALA ? "sparkkernel" : "pysparkkernel");
    assertThat(json.get("cells")).hasSizeLessThanOrEqualTo(MOST_CELLS + 1);
    for (JsonNode cell : json.get("cells")) {
      assertThat(cell.get("source").isArray()).isTrue();
      assertThat(cell.get("metadata").isObject()).isTrue();
      if (cell.get("cell_type").asText().equals("code")) {
        assertThat(cell.get("outputs")).isEmpty();
        assertThat(cell.get("execution_count").isNull()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void itIsShortAndBeginsWithItsTitle(SourceNotebook notebook) {
    assertThat(notebook.cells()).hasSizeBetween(4, MOST_CELLS);
    assertThat(notebook.cells().get(0).text()).startsWith("# ").contains("Set up");
    assertThat(notebook.cells()).anyMatch(cell -> cell.text().contains("Exercise"));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void thoseOfScalaDrawAChart(SourceNotebook notebook) {
    if (notebook.syntax() == SourceNotebook.Syntax.SCALA) {
      assertThat(notebook.cells())
          .anyMatch(cell -> cell.kind() == Cell.Kind.CODE && cell.text().contains("Chart."));
    }
  }

  @Test
  void aSourceIsTakenApart() {
    SourceNotebook notebook =
        SourceNotebook.parse(
            "00-x",
            SourceNotebook.Syntax.SCALA,
            """
            // Databricks notebook source
            // MAGIC %md
            // MAGIC # Title
            // MAGIC
            // MAGIC text

            // COMMAND ----------
            // DBTITLE 1,On Databricks: show
            val a = 1
            val b = 2
            """);

    assertThat(notebook.cells())
        .containsExactly(
            new Cell(Cell.Kind.TEXT, "", "# Title\n\ntext"),
            new Cell(Cell.Kind.CODE, "On Databricks: show", "val a = 1\nval b = 2"));
    assertThat(Ipynb.of(notebook)).contains("%%configure").doesNotContain("val a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceNotebook.parse("00-x", SourceNotebook.Syntax.SQL, "SELECT 1"))
        .withMessage(
            "Cannot read notebook 00-x: its first line must be '-- Databricks notebook source'");
  }
}
