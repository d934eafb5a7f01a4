package dev.p3.notebook;

import dev.p3.cli.Main;
import dev.p3.table.RowDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Whether a notebook's {@code result} has the rows that the command line gives, by the command in
 * the notebook's text: {@code ./p3 run JOB … --out NAME=parquet:PATH}.
 */
final class Comparison {
  /** Sums in another order differ in the last digits. */
  private static final int DIGITS = 10;

  private static final Pattern COMMAND =
      Pattern.compile("(?m)^\\./p3 (run .* --out [\\w-]+=parquet:)\\S+$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private Comparison() {}

  /** The command of a notebook, without the path of its output; empty when it has none. */
  static Optional<String> command(SourceNotebook notebook) {
    return notebook.cells().stream()
        .filter(cell -> cell.kind() == Cell.Kind.TEXT)
        .map(cell -> COMMAND.matcher(cell.text()))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  /** Empty when the rows are the same; else what differs. */
  static Optional<String> difference(SparkSession spark, String command, Dataset<Row> result)
      throws Exception {
    Path output = Files.createTempDirectory("p3-notebook-").resolve("output");
    var words = new ArrayList<String>();
    WORD.matcher(command + output).results().map(Comparison::unquoted).forEach(words::add);
    Main.main(words.toArray(String[]::new)); // ends this process when it fails
    Column[] columns =
        Arrays.stream(result.columns())
            .map(org.apache.spark.sql.functions::col)
            .toArray(Column[]::new);
    RowDigest expected =
        RowDigest.of(spark.read().parquet(output.toString()).select(columns), DIGITS);
    RowDigest given = RowDigest.of(result, DIGITS);
    return given.equals(expected)
        ? Optional.empty()
        : Optional.of("result is not what the command line gives: " + List.of(given, expected));
  }

  private static String unquoted(MatchResult word) {
    return word.group(1) != null
        ? word.group(1)
        : word.group(2) != null ? word.group(2) : word.group(3);
  }
}
