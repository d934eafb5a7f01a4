package dev.p3.data.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.data.InputReading;
import dev.p3.data.StoredInput;
import dev.p3.data.connect.StoredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The columns of a table of Parquet are those that Spark finds. */
class FileColumnsTest {
  private final SparkSession spark = LocalSpark.spark();
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 as id, 'a' as `a text`, cast(1 as decimal(38, 3)) as amount, date'2020-01-01' as day",
        "array(1, null) as list, map('a', struct(1 as b)) as map, named_struct('c', 1L) as part",
        "timestamp'2020-01-01 00:00:00' as at, timestamp_ntz'2020-01-01 00:00:00' as local",
        "1Y as tiny, 1S as small, 1f as real, 1d as double, X'00' as bytes, true as yes"
      })
  void a_table_of_spark_has_the_columns_that_spark_finds(String columns) {
    String path = folder.resolve("table").toString();
    spark.sql("select " + columns + " from range(5)").write().parquet(path);

    assertSameAsSpark(path);
  }

  @Test
  void comments_of_columns_are_kept() {
    String path = folder.resolve("table").toString();
    spark
        .range(5)
        .withMetadata("id", Metadata.fromJson("{\"comment\": \"a key\"}"))
        .write()
        .parquet(path);

    assertSameAsSpark(path);
    assertThat(read(path).schema().apply("id").getComment().get()).isEqualTo("a key");
  }

  @Test
  void a_file_of_another_maker_has_the_columns_that_spark_finds() throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            """
            message m {
              required int32 counted (INTEGER(8, false));
              optional int64 large (INTEGER(64, false));
              optional binary plain;
              optional binary text (STRING);
              optional int96 at;
              optional fixed_len_byte_array(16) amount (DECIMAL(30, 2));
              repeated int32 numbers;
              optional group pairs (MAP) {
                repeated group key_value { required binary key (STRING); optional double value; }
              }
            }
            """);
    Path file = folder.resolve("other.parquet");
    try (var writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
            .withConf(new Configuration(false))
            .withType(type)
            .build()) {
      writer.write(new SimpleGroupFactory(type).newGroup().append("counted", 7));
    }

    assertSameAsSpark(file.toString());
  }

  @Test
  void no_job_of_spark_looks_for_them() {
    String path = folder.resolve("table").toString();
    spark.range(5).write().parquet(path);
    var context = spark.sparkContext();
    try {
      context.setJobGroup("columns", "columns of a table", false);
      read(path);
      context.setJobGroup("rows", "rows of a table, after it", false);
      spark.range(5).count();
    } finally {
      context.clearJobGroup();
    }
    var known = context.statusTracker();
    Hanging.until("the job", () -> known.getJobIdsForGroup("rows").length > 0);
    assertThat(known.getJobIdsForGroup("columns")).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_read_is_left_to_spark() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.parquet"), "no Parquet at all");

    assertThat(FileColumns.ofFirst(spark, input(file.toString()))).isEmpty();
  }

  private void assertSameAsSpark(String path) {
    Dataset<Row> rows = read(path);
    Dataset<Row> sparks = spark.read().parquet(path);
    assertThat(FileColumns.ofFirst(spark, input(path))).isPresent();
    assertThat(rows.schema()).isEqualTo(sparks.schema());
    assertThat(rows.toJSON().collectAsList()).isEqualTo(sparks.toJSON().collectAsList());
  }

  private Dataset<Row> read(String path) {
    return FileTable.of(input(path), InputReading.by(spark)).read();
  }

  private static StoredInput input(String path) {
    return StoredFiles.find("parquet:" + path);
  }
}
