package dev.p3.record;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/** Says why a row makes no record; null when it makes one. */
record Refusal<R extends Record>(RecordRows<R> records) implements UDF1<Row, String> {
  private static final Pattern CODES =
      Pattern.compile("\\[[A-Z0-9_]+(\\.[A-Z0-9_]+)*] | ?SQLSTATE: \\w+");

  @Override
  public String call(Row row) {
    try {
      records.fromColumn(row);
      return null;
    } catch (RuntimeException e) {
      Throwable first = e;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      return first.getMessage() == null
          ? first.getClass().getSimpleName()
          : first
              .getMessage()
              .lines()
              .map(line -> CODES.matcher(line).replaceAll("").strip())
              .collect(Collectors.joining(" "));
    }
  }
}
