package dev.p3.notebook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Function0;

/**
 * Runs the SQL of cells: of a SQL notebook whole cells, of a Python notebook the text of each
 * {@code spark.sql}. Python itself does not run.
 */
final class SqlCells implements CellRunner {
  private static final Pattern IN_PYTHON =
      Pattern.compile("spark\\.sql\\(\"\"\"(.*?)\"\"\"\\)", Pattern.DOTALL);

  private final SparkSession spark;
  private final boolean isPython;

  SqlCells(SparkSession spark, boolean isPython) {
    this.spark = spark;
    this.isPython = isPython;
  }

  @Override
  public CellOutput run(String code) {
    List<String> statements =
        isPython
            ? IN_PYTHON.matcher(code).results().map(match -> match.group(1)).toList()
            : List.of(code.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll(";\\s*$", ""));
    try {
      return new CellOutput(
          statements.stream().map(this::shown).collect(Collectors.joining("\n")), List.of(), false);
    } catch (Exception e) { // Scala declares no exceptions
      return new CellOutput(String.valueOf(e.getMessage()), List.of(), true);
    }
  }

  private String shown(String statement) {
    Dataset<Row> rows = spark.sql(statement);
    var printed = new ByteArrayOutputStream();
    Function0<Object> show =
        () -> {
          rows.show();
          return null;
        };
    scala.Console.withOut(printed, show);
    return rows.columns().length == 0 ? "" : printed.toString(StandardCharsets.UTF_8);
  }

  /** Whether a cell of Python has anything that is not run here. */
  static boolean isAllSql(String code) {
    Matcher sql = IN_PYTHON.matcher(code);
    String rest = sql.replaceAll("").replaceAll("(?m)^#.*$", "");
    return rest.replaceAll("\\.show\\(.*?\\)", "").isBlank();
  }

  @Override
  public Optional<Dataset<Row>> result() {
    return Optional.empty();
  }
}
