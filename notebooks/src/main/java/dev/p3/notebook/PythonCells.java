package dev.p3.notebook;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the cells of a Python notebook without Python: the text of each {@code spark.sql}, and every
 * other line through the gateway by which Python calls the JVM.
 */
final class PythonCells implements CellRunner {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "spark\\.sql\\(\"\"\"(.*?)\"\"\"\\)(?:\\.show\\([^)]*\\))?|^[^#\\s][^\\n]*$",
          Pattern.DOTALL | Pattern.MULTILINE);

  private final SparkSession spark;
  private final PythonGateway gateway;

  PythonCells(SparkSession spark) {
    this.spark = spark;
    this.gateway = new PythonGateway(spark);
  }

  @Override
  public CellOutput run(String code) {
    var printed = new StringJoiner("\n");
    try {
      Matcher statement = STATEMENT.matcher(code);
      while (statement.find()) {
        if (statement.group(1) != null) {
          printed.add(SqlCells.shown(spark, statement.group(1)));
        } else {
          gateway.run(statement.group());
        }
      }
      return new CellOutput(printed.toString(), List.of(), false);
    } catch (Exception e) { // Scala declares no exceptions
      return new CellOutput(printed + String.valueOf(e.getMessage()), List.of(), true);
    }
  }

  @Override
  public Optional<Dataset<Row>> result() {
    return Optional.empty();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
