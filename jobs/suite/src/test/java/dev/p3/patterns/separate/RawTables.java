package dev.p3.patterns.separate;

import static dev.p3.patterns.Tables.table;

import dev.p3.data.raw.RawRows;
import dev.p3.patterns.Tables;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Raw rows for tests. */
final class RawTables {
  private RawTables() {}

  /** Rows of a file {@code f}, from line 1 on, whose text is their values with bars between. */
  static Dataset<Row> raw(TableSchema schema, Row... rows) {
    String columns =
        schema.names().stream()
            .map(name -> "`%s` STRING".formatted(name.replace("`", "``")))
            .collect(Collectors.joining(", "));
    Row[] numbered = new Row[rows.length];
    for (int i = 0; i < rows.length; i++) {
      Object[] values = new Object[rows[i].length() + 1];
      for (int j = 0; j < rows[i].length(); j++) {
        values[j] = rows[i].get(j);
      }
      values[rows[i].length()] = i + 1L;
      numbered[i] = Tables.row(values);
    }
    return table(columns + ", " + RawRows.LINE + " BIGINT", numbered)
        .withColumn(RawRows.SOURCE, functions.lit("f"))
        .withColumn(RawRows.RAW, functions.lit("as it came"))
        .withColumn(RawRows.FAULT, functions.lit(null).cast("string"))
        .withColumn(RawRows.FAULT_CODE, functions.lit(null).cast("string"));
  }

  /** By the pattern or by its twin. */
  static Dataset<Row> clean(
      Dataset<Row> raw, TableSchema schema, WhichFaults which, boolean tangled) {
    return tangled ? Tangled.clean(raw, schema, which) : Ingest.clean(raw, schema, which);
  }

  /** What the pattern, or its twin, makes of one text in a column of a type; or the reason. */
  static List<Object> readAs(String type, boolean tangled, String... texts) {
    TableSchema schema = TableSchema.parse("n int, x " + type);
    Row[] rows = new Row[texts.length];
    for (int i = 0; i < texts.length; i++) {
      rows[i] = Tables.row(Integer.toString(i), texts[i]);
    }
    Dataset<Row> raw = raw(schema, rows);
    Dataset<Row> cleaned = clean(raw, schema, WhichFaults.FIRST, tangled);
    Object[] values = new Object[texts.length];
    Ingest.good(cleaned, schema).collectAsList().forEach(row -> values[row.getInt(0)] = row.get(1));
    Ingest.bad(cleaned)
        .collectAsList()
        .forEach(row -> values[(int) row.getLong(1) - 1] = "! " + row.getString(5));
    return java.util.Arrays.asList(values);
  }
}
