package dev.p3.patterns;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import dev.p3.data.raw.RawRows;
import dev.p3.job.InputSpec;
import dev.p3.job.PatternJob;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The first rows of the bundled samples, in memory. */
final class SampleRows {
  private static final int ROWS = 100;

  private final SparkSession spark;
  private final Map<InputSpec, Dataset<Row>> known = new HashMap<>();

  SampleRows(SparkSession spark) {
    this.spark = spark;
  }

  /** The inputs of a job that have a sample. */
  <O extends Record> Map<String, Dataset<Row>> of(PatternJob<O, ?> job) {
    var inputs = new LinkedHashMap<String, Dataset<Row>>();
    for (InputSpec input : job.description().inputs()) {
      input
          .sample()
          .ifPresent(
              sample ->
                  inputs.put(
                      input.name(), known.computeIfAbsent(input, any -> rows(input, sample))));
    }
    return inputs;
  }

  private Dataset<Row> rows(InputSpec input, String sample) {
    String file = Tables.sample(sample).toString();
    Dataset<Row> rows =
        switch (input.kind()) {
          case LINES -> spark.read().text(file);
          case TABLE ->
              sample.endsWith(".parquet")
                  ? spark.read().parquet(file)
                  : spark.read().option("header", true).option("inferSchema", true).csv(file);
          case RAW -> raw(spark.read().option("header", true).csv(file));
        };
    return spark.createDataFrame(rows.limit(ROWS).collectAsList(), rows.schema());
  }

  private static Dataset<Row> raw(Dataset<Row> texts) {
    return texts
        .withColumn(RawRows.LINE, monotonically_increasing_id().plus(2))
        .withColumn(RawRows.SOURCE, lit("file"))
        .withColumn(RawRows.RAW, lit("as it came"))
        .withColumn(RawRows.FAULT, lit(null).cast("string"))
        .withColumn(RawRows.FAULT_CODE, lit(null).cast("string"));
  }
}
