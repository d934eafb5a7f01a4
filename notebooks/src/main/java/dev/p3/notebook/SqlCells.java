package dev.p3.notebook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Function0;

/** Runs the cells of a SQL notebook. */
final class SqlCells implements CellRunner {
  private final SparkSession spark;

  SqlCells(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public CellOutput run(String code) {
    try {
      String statement = code.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll(";\\s*$", "");
      return new CellOutput(shown(spark, statement), List.of(), false);
    } catch (Exception e) { // Scala declares no exceptions
      return new CellOutput(String.valueOf(e.getMessage()), List.of(), true);
    }
  }

  /** What a statement prints; nothing where it gives no columns. */
  static String shown(SparkSession spark, String statement) {
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

  @Override
  public Optional<Dataset<Row>> result() {
    return Optional.empty();
  }
}
