package dev.p3.data.raw;

import static dev.p3.data.Columns.named;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Takes the wanted columns out of JSON objects. */
final class RawJson {
  private static final String CORRUPT = "__p3_corrupt";
  private static final String OBJECT = "__p3_json";
  private static final String FORM = "__p3_form";

  private RawJson() {}

  /**
   * Adds the wanted columns, all text, before those about the row.
   *
   * @param texts rows with the columns about them, and with those wanted ones that are no keys;
   *     {@link RawRows#RAW} is the object
   * @param kind what a text is, for the fault of one that is no object
   */
  static Dataset<Row> rows(Dataset<Row> texts, List<String> columns, String kind) {
    StructType type = RawRows.textColumns(columns).add(CORRUPT, DataTypes.StringType);
    Column parsed = from_json(col(RawRows.RAW), type, Map.of("columnNameOfCorruptRecord", CORRUPT));
    Column isObject = col(RawRows.RAW).rlike("(?s)^\\s*\\{.*\\}\\s*$");
    Column fault =
        when(col(RawRows.FAULT).isNotNull(), col(RawRows.FAULT))
            .when(isObject.and(col(OBJECT).getField(CORRUPT).isNull()), lit(null))
            .otherwise(kind + " that is not a JSON object");
    Column code =
        coalesce(
            col(RawRows.FAULT_CODE), when(col(FORM).isNotNull(), RowFault.MALFORMED_JSON.name()));
    List<String> given = Arrays.asList(texts.columns());
    Column[] values =
        columns.stream()
            .map(
                name -> {
                  Column value = given.contains(name) ? named(name) : col(OBJECT).getField(name);
                  return when(col(FORM).isNull(), value).as(name);
                })
            .toArray(Column[]::new);
    return texts
        .withColumn(OBJECT, parsed)
        .withColumn(FORM, fault)
        .select(
            RawRows.concat(
                values,
                col(RawRows.SOURCE),
                col(RawRows.LINE),
                col(RawRows.RAW),
                col(FORM).as(RawRows.FAULT),
                code.as(RawRows.FAULT_CODE)));
  }
}
