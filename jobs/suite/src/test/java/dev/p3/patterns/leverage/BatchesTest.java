package dev.p3.patterns.leverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables in batches of columns are held to the same tables in rows. */
class BatchesTest {
  private static final String BATCH = "spark.sql.parquet.columnarReaderBatchSize";
  private static final String OFF_HEAP = "spark.sql.columnVector.offheap.enabled";
  private static final String DICTIONARY = "parquet.enable.dictionary";

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "id INT, byte TINYINT, short SMALLINT, long BIGINT, float FLOAT, double DOUBLE, small DECIMAL(9,2), decimal DECIMAL(18,3), wide DECIMAL(38,4), flag BOOLEAN, day DATE, moment TIMESTAMP, local TIMESTAMP_NTZ, code STRING, text STRING, bytes BINARY, nested STRUCT<a: INT>, nulls INT");

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "1, 0, 4096, true, false",
    "2, 3, 1000, true, true",
    "3, 50, 7, false, false",
    "4, 2, 4096, false, true"
  })
  void summarizesBatchesAsItDoesRows(
      long seed, int oneNullIn, int batch, boolean hasDictionary, boolean isOffHeap) {
    SparkSession spark = LocalSpark.spark();
    String path = home.resolve("random.parquet").toString();
    spark
        .createDataFrame(rows(new Random(seed), 5000, oneNullIn), SCHEMA)
        .repartition(2)
        .write()
        .option(DICTIONARY, hasDictionary)
        .parquet(path);
    Dataset<Row> table = spark.read().parquet(path);

    spark.conf().set(BATCH, batch);
    spark.conf().set(OFF_HEAP, isOffHeap);
    try {
      assertThat(Batches.of(table, table.queryExecution())).isPresent();
      String formula = "double ~ float + short";
      assertThat(figures(table, formula)).isEqualTo(figures(inRows(table), formula));
    } finally {
      spark.conf().unset(BATCH);
      spark.conf().unset(OFF_HEAP);
    }
  }

  @Test
  void takesRowsWhereAQueryGivesNoBatches() {
    Dataset<Row> made = LocalSpark.spark().range(10).toDF("id");

    assertThat(Batches.of(made, made.queryExecution())).isEmpty();
  }

  @Test
  void summarizesACachedTable() {
    Dataset<Row> made =
        LocalSpark.spark().range(0, 5000, 1, 2).selectExpr("id % 7 id", "cast(id as double) x");
    Dataset<Row> cached = made.cache();
    try {
      assertThat(figures(cached, "x ~ id")).isEqualTo(figures(inRows(made), "x ~ id"));
    } finally {
      cached.unpersist();
    }
  }

  @Test
  void summarizesAFileWithoutRows() {
    String path = home.resolve("empty.parquet").toString();
    LocalSpark.spark().createDataFrame(List.<Row>of(), SCHEMA).write().parquet(path);
    Dataset<Row> table = LocalSpark.spark().read().parquet(path);

    assertThat(figures(table, null)).isEqualTo(figures(inRows(table), null));
  }

  /** A filter that drops nothing, which Spark applies to rows. */
  private static Dataset<Row> inRows(Dataset<Row> table) {
    Dataset<Row> rows = table.where("coalesce(id, 0) > -1");
    assertThat(Batches.of(rows, rows.queryExecution())).isEmpty();
    return rows;
  }

  private static List<Object> figures(Dataset<Row> table, String formula) {
    Summary summary = Summaries.summary(table, formula, false);
    return List.of(
        summary.columns().stream().map(BatchesTest::text).toList(),
        summary.pairs(),
        summary.fit().map(Object::toString).orElse("none"),
        summary.result());
  }

  /** With the bounds as arrays are compared. */
  private static String text(ColumnFigures of) {
    String bounds =
        Arrays.toString(of.rankBounds().highs()) + Arrays.toString(of.rankBounds().lows());
    return Stream.of(
                of.count(),
                of.nulls(),
                of.mean(),
                of.stddev(),
                of.min(),
                of.q25(),
                of.median(),
                of.q75(),
                of.max(),
                of.skewness(),
                of.kurtosis(),
                of.distinct(),
                of.nans(),
                of.infinities(),
                of.isEstimated(),
                of.isConstant())
            .map(String::valueOf)
            .toList()
        + bounds;
  }

  private static List<Row> rows(Random random, int number, int oneNullIn) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < number; i++) {
      var values = values(random);
      for (int column = 0; column < values.length; column++) {
        if (oneNullIn > 0 && random.nextInt(oneNullIn) == 0) {
          values[column] = null;
        }
      }
      rows.add(RowFactory.create(values));
    }
    return rows;
  }

  private static Object[] values(Random random) {
    double[] specials = {-0.0, 0, Double.MIN_VALUE, 1e30};
    long micros = random.nextInt(1000) * 86_400_000_123L;
    return new Object[] {
      random.nextInt(300),
      (byte) random.nextInt(),
      (short) random.nextInt(),
      random.nextLong() >> random.nextInt(64),
      random.nextInt(50) / 4f,
      random.nextInt(4) == 0 ? specials[random.nextInt(4)] : random.nextGaussian(),
      BigDecimal.valueOf(random.nextInt(100_000) - 50_000, 2),
      BigDecimal.valueOf(random.nextLong() >> 8, 3),
      new BigDecimal(new BigInteger(120, random), 4).negate(),
      random.nextBoolean(),
      LocalDate.ofEpochDay(random.nextInt(40_000) - 1000),
      Instant.EPOCH.plusNanos(micros * 1000),
      LocalDateTime.ofEpochSecond(random.nextInt(), 1000 * random.nextInt(1000), ZoneOffset.UTC),
      "code " + random.nextInt(20),
      text(random),
      new byte[] {(byte) random.nextInt(40), (byte) random.nextInt(2)},
      RowFactory.create(1),
      null
    };
  }

  /** Some with the same first eight bytes, and some that are empty. */
  private static String text(Random random) {
    return random.nextInt(10) == 0
        ? ""
        : (random.nextBoolean() ? "prefix prefix " : "") + (char) ('!' + random.nextInt(1000));
  }
}
