package dev.p3.console;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;

import dev.p3.data.files.CsvText;
import dev.p3.fault.JobFailedException;
import dev.p3.table.Columns;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Writes rows as CSV with a header, as a CSV output would hold them. */
public final class StandardOutputCsv {
  private static final int ROWS_BETWEEN_CHECKS = 4096;

  private StandardOutputCsv() {}

  /**
   * Writes every row.
   *
   * <p>Cost: one partition of the result on the driver at a time, made one after the other.
   *
   * @return the number of rows
   */
  public static long write(Dataset<Row> rows, PrintStream out) {
    CsvText.requireFlat(rows.schema(), "-");
    String[] columns = rows.columns();
    Column[] names = Arrays.stream(columns).map(name -> lit(name).as(name)).toArray(Column[]::new);
    Map<String, String> options = CsvText.options(rows.schema());
    Dataset<String> header = csv(rows.sparkSession().range(1).toDF(), names, options);
    header.collectAsList().forEach(line -> print(out, line));
    long count = 0;
    Iterator<String> lines =
        csv(
                CsvText.escaped(rows),
                Arrays.stream(columns).map(Columns::named).toArray(Column[]::new),
                options)
            .toLocalIterator();
    while (lines.hasNext()) {
      print(out, lines.next());
      count++;
      if (count % ROWS_BETWEEN_CHECKS == 0) {
        failIfClosed(out, count);
      }
    }
    failIfClosed(out, count);
    return count;
  }

  private static void failIfClosed(PrintStream out, long rows) {
    if (out.checkError()) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot write to standard output: it was closed (as by head) after about %,d rows",
              rows));
    }
  }

  private static Dataset<String> csv(
      Dataset<Row> rows, Column[] columns, Map<String, String> options) {
    return rows.select(to_csv(struct(columns), options)).as(Encoders.STRING());
  }

  private static void print(PrintStream out, String line) {
    out.print(line);
    out.print('\n');
  }
}
