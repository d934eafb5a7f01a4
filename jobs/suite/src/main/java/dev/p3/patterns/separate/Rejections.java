package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.p3.data.raw.RawRows;
import dev.p3.data.raw.RowFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.AccumulatorV2;

/**
 * What is wrong with a row, as a column: the first fault, or an array of all; null for a good row.
 */
final class Rejections {
  /** The places of what is told of a bad row. */
  static final int SOURCE = 0;

  static final int LINE = 1;
  static final int COLUMN = 2;
  static final int VALUE = 3;
  static final int FAULT = 4;

  static final String FIELDS = "column string, value string, fault string, reason string";
  private static final String NAME = "__p3_rejection";
  private static final String TYPE =
      "struct<column:string,value:string,fault:string,reason:string>";
  private static final String ARRAY = "array<" + TYPE + ">";

  private Rejections() {}

  /** Of a value, or of the row as a whole where column and value are null. */
  static Column of(Column column, Column value, Column fault, Column reason) {
    return struct(column.as("column"), value.as("value"), fault.as("fault"), reason.as("reason"));
  }

  /** Of a good row, where the first fault is told. */
  static Column none() {
    return lit(null).cast(TYPE);
  }

  /** Of a good row, where all are. */
  static Column noneOfAll() {
    return lit(null).cast(ARRAY);
  }

  /** Of the form of a raw row; null when it has none. */
  static Column ofForm() {
    Column none = lit(null).cast("string");
    return when(
        col(RawRows.FAULT).isNotNull(),
        of(none, none, col(RawRows.FAULT_CODE), col(RawRows.FAULT)));
  }

  /** Of a column, for a reason of {@link Reasons}; null where the reason is. */
  static Column ofColumn(ColumnRule rule, Column text, Column reason) {
    Column cast = lit(RowFault.CAST.name());
    Column fault =
        rule.isRequired()
            ? when(reason.equalTo(Reasons.MISSING), RowFault.NULL.name()).otherwise(cast)
            : cast;
    return when(reason.isNotNull(), of(lit(rule.name()), text, fault, reason));
  }

  /** The first of what was found and of the failed checks. */
  static Column first(List<Column> found, TableSchema schema) {
    var all = new ArrayList<>(found);
    for (RowCheck check : schema.checks()) {
      all.add(when(fails(check), ofCheck(check, schema)));
    }
    all.add(none());
    return coalesce(all.toArray(Column[]::new));
  }

  /** All that were found in form and columns: a form that is broken tells nothing of columns. */
  static Column found(List<Column> ofColumns) {
    return when(ofForm().isNotNull(), array(ofForm()))
        .otherwise(filter(array(ofColumns.toArray(Column[]::new)), Column::isNotNull));
  }

  /**
   * All that were found, and the failed checks on columns that could be read.
   *
   * @param found an array of rejections; may be null
   * @param empty the schema's columns, without rows
   */
  static Column all(Column found, TableSchema schema, Dataset<Row> empty) {
    Column before = coalesce(found, array().cast(ARRAY));
    var failed = new ArrayList<Column>();
    for (RowCheck check : schema.checks()) {
      Object[] columns = check.columns(empty).toArray();
      Column isTold =
          exists(
              before,
              fault ->
                  fault.getField("column").isNull().or(fault.getField("column").isin(columns)));
      failed.add(when(fails(check).and(isTold.equalTo(false)), ofCheck(check, schema)));
    }
    Column checks =
        failed.isEmpty()
            ? array().cast(ARRAY)
            : filter(array(failed.toArray(Column[]::new)), Column::isNotNull);
    Column all = concat(before, checks);
    return when(size(all).gt(0), all);
  }

  private static Column fails(RowCheck check) {
    return expr(String.format(Locale.ROOT, "NOT (%s)", check.condition()));
  }

  private static Column ofCheck(RowCheck check, TableSchema schema) {
    int at = schema.names().indexOf(check.column());
    return of(
        lit(check.column()).cast("string"),
        at < 0 ? lit(null).cast("string") : col(Ingest.TEXT + at),
        lit(RowFault.CHECK.name()),
        lit(Reasons.failed(check)));
  }

  /** The column that holds what the others here make. */
  static Column named(Column rejection) {
    return rejection.as(NAME);
  }

  static Column isGood() {
    return col(NAME).isNull();
  }

  /** A filter's condition, which tells accumulators of each bad row. */
  static Column isBad(Dataset<Row> cleaned, List<? extends AccumulatorV2<Row, ?>> told) {
    return when(isGood(), false).otherwise(tell(cleaned, told, true));
  }

  /** As {@link #isBad}, for good rows. */
  static Column isGood(Dataset<Row> cleaned, List<? extends AccumulatorV2<Row, ?>> told) {
    return when(isGood(), true).otherwise(tell(cleaned, told, false));
  }

  /** What accumulators are told of a bad row: a row for each fault, as in the output. */
  static List<Row> told(Row bad) {
    return bad.getList(0);
  }

  private static Column tell(
      Dataset<Row> cleaned, List<? extends AccumulatorV2<Row, ?>> told, boolean answer) {
    UDF1<Row, Boolean> tell =
        bad -> {
          told.forEach(each -> each.add(bad));
          return answer;
        };
    Column faults =
        isArray(cleaned)
            ? transform(col(NAME), fault -> struct(about(fault)))
            : array(struct(about(col(NAME))));
    return udf(tell, DataTypes.BooleanType).asNondeterministic().apply(struct(faults.as("faults")));
  }

  /** A row for each fault of bad rows. */
  static Dataset<Row> rows(Dataset<Row> bad) {
    return isArray(bad)
        ? bad.selectExpr("*", String.format(Locale.ROOT, "explode(%s) as __p3_fault_of_row", NAME))
            .select(about(col("__p3_fault_of_row")))
        : bad.select(about(col(NAME)));
  }

  /** Whether every fault is told. */
  static boolean isArray(Dataset<Row> cleaned) {
    return cleaned.schema().apply(NAME).dataType() instanceof ArrayType;
  }

  private static Column[] about(Column rejection) {
    return new Column[] {
      col(RawRows.SOURCE).as("source"),
      col(RawRows.LINE).as("line"),
      rejection.getField("column").as("column"),
      rejection.getField("value").as("value"),
      rejection.getField("fault").as("fault"),
      rejection.getField("reason").as("reason"),
      col(RawRows.RAW).as("raw")
    };
  }
}
