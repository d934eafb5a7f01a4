package dev.p3.patterns;

import dev.p3.LocalSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows for tests. */
public final class Tables {
  private Tables() {}

  /**
   * A table in two partitions.
   *
   * @param columns as SQL declares them, such as {@code id INT, name STRING}
   */
  public static Dataset<Row> table(String columns, Row... rows) {
    StructType schema = columns.isEmpty() ? new StructType() : StructType.fromDDL(columns);
    return LocalSpark.spark().createDataFrame(List.of(rows), schema);
  }

  public static Row row(Object... values) {
    return RowFactory.create(values);
  }

  /** Names and types, as SQL writes them. */
  public static List<String> columns(Dataset<Row> rows) {
    return Arrays.stream(rows.schema().fields())
        .map(field -> field.name() + " " + field.dataType().sql())
        .toList();
  }

  /** The file of a bundled sample. */
  public static Path sample(String name) {
    return Path.of("src/main/resources/samples", name).toAbsolutePath();
  }
}
