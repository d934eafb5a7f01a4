package dev.p3.run.report;

import dev.p3.chart.Chart;
import dev.p3.console.Preview;
import dev.p3.job.ColumnSpec;
import dev.p3.job.OutputSpec;
import dev.p3.report.Block.Exhibit;
import dev.p3.report.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** An output's first rows as a part of a report. */
public final class OutputExhibit {
  private OutputExhibit() {}

  public static Exhibit of(OutputSpec output, Preview preview, List<Chart> charts) {
    Map<String, String> meanings =
        output.columns().stream()
            .collect(Collectors.toMap(ColumnSpec::name, ColumnSpec::meaning, (one, other) -> one));
    return of(
        String.format(Locale.ROOT, "%s: %s", output.name(), output.meaning()),
        preview,
        meanings,
        charts);
  }

  /**
   * @param meanings of columns, by name
   */
  static Exhibit of(
      String caption, Preview preview, Map<String, String> meanings, List<Chart> charts) {
    StructField[] fields = preview.schema().fields();
    List<Table.Column> columns =
        Arrays.stream(fields)
            .map(
                field ->
                    new Table.Column(field.name(), "", meanings.getOrDefault(field.name(), "")))
            .toList();
    List<List<Object>> rows =
        preview.firstRows().stream().map(texts -> cells(fields, texts)).toList();
    return new Exhibit(caption, new Table(columns, rows, preview.rows()), charts);
  }

  private static List<Object> cells(StructField[] fields, List<String> texts) {
    var cells = new ArrayList<Object>(fields.length);
    for (int i = 0; i < fields.length; i++) {
      cells.add(cell(fields[i].dataType(), texts.get(i)));
    }
    return cells;
  }

  private static Object cell(DataType type, String text) {
    if (text == null || !(type instanceof NumericType)) {
      return text;
    }
    boolean floating = type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
    return floating ? (Object) Double.valueOf(text) : new BigDecimal(text);
  }
}
