package dev.p3.data.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files are those that Spark writes, byte by byte. */
class PlainParquetRowsTest {
  private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";
  private static final String SPARKS =
      "org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol";
  private static final String COLUMNS =
      "t string, v string, b binary, i int, s smallint, y tinyint, l bigint, f float,"
          + " d double, o boolean, day date, at timestamp, local timestamp_ntz";

  private final SparkSession spark = LocalSpark.spark();
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "INT96, CORRECTED",
    "TIMESTAMP_MICROS, CORRECTED",
    "TIMESTAMP_MILLIS, CORRECTED",
    "INT96, LEGACY",
    "TIMESTAMP_MICROS, LEGACY"
  })
  void random_rows_make_the_same_files_as_with_spark(String moments, String calendar)
      throws IOException {
    var settings =
        Map.of(
            "spark.sql.parquet.outputTimestampType", moments,
            "spark.sql.parquet.datetimeRebaseModeInWrite", calendar,
            "spark.sql.parquet.int96RebaseModeInWrite", calendar);
    for (int firstYear : new int[] {1, 1880, 1971}) {
      Dataset<Row> rows = rows(new Random(firstYear), firstYear);
      assertThat(written(rows, StoreCommitProtocol.class.getName(), settings))
          .isEqualTo(written(rows, SPARKS, settings));
    }
  }

  /** Small pages and row groups, dictionaries that are too small, none, and others. */
  @ParameterizedTest
  @CsvSource({
    "parquet.page.size, 2000",
    "parquet.page.row.count.limit, 70",
    "parquet.dictionary.page.size, 3000",
    "parquet.enable.dictionary, false",
    "parquet.writer.version, PARQUET_2_0",
    "parquet.bloom.filter.enabled, true",
    "parquet.validation, true",
  })
  void settings_of_parquet_make_the_same_files_as_with_spark(String setting, String value)
      throws IOException {
    Dataset<Row> rows = rows(new Random(3), 1990);
    for (String ofGroup : new String[] {"40000", "134217728"}) {
      var settings = Map.of(setting, value, "parquet.block.size", ofGroup);
      assertThat(written(rows, StoreCommitProtocol.class.getName(), settings))
          .isEqualTo(written(rows, SPARKS, settings));
    }
  }

  @Test
  void rows_that_are_not_plain_are_written_by_spark() throws IOException {
    Dataset<Row> rows =
        rows(new Random(7), 1990)
            .selectExpr("t", "array(i, 2) as list", "cast(i as decimal(30, 2)) as price");
    assertThat(written(rows, StoreCommitProtocol.class.getName(), Map.of()))
        .isEqualTo(written(rows, SPARKS, Map.of()));
  }

  @Test
  void it_takes_the_place_of_what_spark_has_named() {
    var task = new Configuration(false);
    task.set("parquet.write.support.class", ParquetWriteSupport.class.getName());
    PlainParquetRows.insteadOfSparks(task);
    assertThat(task.get("parquet.write.support.class")).isEqualTo(PlainParquetRows.class.getName());
  }

  @Test
  void what_somebody_else_has_named_stays() {
    var task = new Configuration(false);
    task.set("parquet.write.support.class", "org.example.Rows");
    PlainParquetRows.insteadOfSparks(task);
    assertThat(task.get("parquet.write.support.class")).isEqualTo("org.example.Rows");
  }

  /** Of some 3,000 rows; some texts are the same, and some values null. */
  private Dataset<Row> rows(Random random, int firstYear) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < 3000; i++) {
      LocalDateTime at =
          LocalDate.of(firstYear, 1, 1)
              .atStartOfDay()
              .plusSeconds(random.nextInt(Integer.MAX_VALUE))
              .plusNanos(1000L * random.nextInt(1_000_000));
      Object[] values = {
        text(random),
        "v" + random.nextInt(9),
        text(random).getBytes(StandardCharsets.UTF_8),
        random.nextInt(),
        (short) random.nextInt(),
        (byte) random.nextInt(),
        random.nextLong(),
        random.nextFloat(),
        random.nextGaussian(),
        random.nextBoolean(),
        at.toLocalDate(),
        at.toInstant(ZoneOffset.UTC),
        at
      };
      for (int column = 0; column < values.length; column++) {
        values[column] = random.nextInt(10) == 0 ? null : values[column];
      }
      rows.add(RowFactory.create(values));
    }
    spark.conf().set("spark.sql.datetime.java8API.enabled", true);
    return spark.createDataFrame(rows, StructType.fromDDL(COLUMNS)).coalesce(1);
  }

  private static String text(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> "Žilina " + random.nextInt(30);
      case 2 -> "😀".repeat(random.nextInt(40));
      default -> Long.toString(random.nextLong());
    };
  }

  private List<String> written(Dataset<Row> rows, String protocol, Map<String, String> more)
      throws IOException {
    var settings = new HashMap<>(more);
    settings.put(PROTOCOL, protocol);
    var before = new HashMap<String, String>();
    settings.keySet().forEach(key -> before.put(key, spark.conf().get(key, null)));
    settings.forEach((key, value) -> spark.conf().set(key, value));
    Path out = Files.createTempDirectory(folder, "out");
    try {
      rows.write().mode("overwrite").parquet(out.toString());
    } finally {
      before.forEach(
          (key, value) -> {
            if (value == null) {
              spark.conf().unset(key);
            } else {
              spark.conf().set(key, value);
            }
          });
    }
    try (Stream<Path> files = Files.list(out)) {
      var bytes = new ArrayList<String>();
      for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
        bytes.add(HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
      return bytes;
    }
  }
}
