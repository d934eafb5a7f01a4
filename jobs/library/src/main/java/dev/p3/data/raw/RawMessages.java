package dev.p3.data.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.p3.data.DataLocation;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/** Makes rows about messages: the partition stands for the file, the offset for the line. */
final class RawMessages {
  private static final UserDefinedFunction FAULT =
      udf((UDF1<byte[], String>) RawMessages::fault, DataTypes.StringType);

  /** With U+FFFD for bytes that are not UTF-8. */
  private static final UserDefinedFunction READABLE =
      udf((UDF1<byte[], String>) value -> new String(value, UTF_8), DataTypes.StringType);

  private RawMessages() {}

  /**
   * The columns about rows, without any wanted column.
   *
   * @param messages as Spark's Kafka source gives them
   */
  static Dataset<Row> rows(Dataset<Row> messages, DataLocation topic) {
    Column value = col("value");
    Column fault = FAULT.apply(value);
    String partition = String.format(Locale.ROOT, "kafka:%s/", topic.path());
    return messages.select(
        concat(lit(partition), col("partition").cast("string")).as(RawRows.SOURCE),
        col("offset").as(RawRows.LINE),
        when(value.isNull(), lit(null))
            .when(fault.isNull(), value.cast("string"))
            .otherwise(READABLE.apply(value))
            .as(RawRows.RAW),
        fault.as(RawRows.FAULT),
        when(value.isNull(), RowFault.NO_VALUE.name())
            .when(fault.isNotNull(), RowFault.INVALID_UTF8.name())
            .as(RawRows.FAULT_CODE));
  }

  private static String fault(byte[] value) {
    if (value == null) {
      return "message without a value (a tombstone)";
    }
    FormFault fault = Utf8Fault.in(value, 0, value.length);
    return fault == null ? null : fault.reason();
  }
}
