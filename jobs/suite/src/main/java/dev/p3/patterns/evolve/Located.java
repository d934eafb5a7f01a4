package dev.p3.patterns.evolve;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table with three more columns, the last ones: latitude and longitude as DOUBLE, and why the row
 * is rejected, null where it is not.
 */
final class Located {
  static final String LATITUDE = "__p3_latitude";
  static final String LONGITUDE = "__p3_longitude";
  static final String REASON = "__p3_reason";

  /** The name under which the number of all rows is observed. */
  static final String ROWS = "located_rows";

  /**
   * What can be wrong with a coordinate. The first fault of a row, latitude first, is its reason.
   */
  private record Rule(String reason, Column isBroken) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule("latitude is null", col(LATITUDE).isNull()),
          new Rule("latitude is NaN", isnan(col(LATITUDE))),
          new Rule("latitude is not within -90 to 90", abs(col(LATITUDE)).gt(90)),
          new Rule("longitude is null", col(LONGITUDE).isNull()),
          new Rule("longitude is NaN", isnan(col(LONGITUDE))),
          new Rule("longitude is not within -180 to 180", abs(col(LONGITUDE)).gt(180)));

  private Located() {}

  static Dataset<Row> of(Dataset<Row> table, Column latitude, Column longitude) {
    Column[] reasons =
        RULES.stream().map(rule -> when(rule.isBroken(), rule.reason())).toArray(Column[]::new);
    return table
        .select(
            col("*"), latitude.cast("double").as(LATITUDE), longitude.cast("double").as(LONGITUDE))
        .withColumn(REASON, coalesce(reasons));
  }

  /** Counts rows on the way, all of them and those of each reason: see {@link #ROWS}. */
  static Dataset<Row> observed(Dataset<Row> located) {
    return located.observe(
        "located",
        count(lit(1)).as(ROWS),
        reasons().stream()
            .map(reason -> sum(when(col(REASON).equalTo(reason), 1L).otherwise(0L)).as(reason))
            .toArray(Column[]::new));
  }

  /** Every reason there is; also the names under which their rows are observed. */
  static List<String> reasons() {
    return RULES.stream().map(Rule::reason).toList();
  }

  static double latitude(Row row) {
    return row.getDouble(row.length() - 3);
  }

  static double longitude(Row row) {
    return row.getDouble(row.length() - 2);
  }

  static boolean isRejected(Row row) {
    return reason(row) != null;
  }

  static String reason(Row row) {
    return row.getString(row.length() - 1);
  }
}
