package dev.p3.data.connect;

import static dev.p3.data.connect.StoredFiles.hadoop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.files.StagedOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written as CSV is read back equal. */
class CsvRoundTripTest {
  private static final List<String> VALUES =
      Arrays.asList(
          "plain",
          "a,b",
          "\"",
          "\"\"",
          "say \"hi\"",
          "\"quoted\"",
          "ends with \"",
          "\\",
          "a\\\"b",
          "ends with \\",
          " leading",
          "trailing ",
          "\ttabs\t",
          "   ",
          "",
          null,
          "#comment",
          "null",
          "é€😀",
          "semi;colon",
          "'single'");

  private final SparkSession spark = LocalSpark.spark();
  @TempDir Path folder;

  private Dataset<Row> writtenAndReadBack(Dataset<Row> rows, String prefix) throws IOException {
    DataLocation location = DataLocation.parse(prefix + folder.resolve("out.csv"));
    StagedOutput output = StagedOutput.prepare(location, true, hadoop());
    output.write(rows);
    output.commit();
    return new Sources(spark).table(List.of(Connectors.find(location, hadoop())));
  }

  private Dataset<Row> numbered(List<String> values) {
    List<Row> rows =
        IntStream.range(0, values.size())
            .mapToObj(i -> RowFactory.create(i, values.get(i), values.get(values.size() - 1 - i)))
            .toList();
    return spark
        .createDataset(rows, Encoders.row(StructType.fromDDL("id INT, text STRING, again STRING")))
        .toDF();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv,nullValue=NULL:", "csv,nullValue=NULL,multiLine=true:"})
  void keepsTexts(String prefix) throws IOException {
    Dataset<Row> rows = numbered(VALUES);

    assertThat(writtenAndReadBack(rows, prefix).orderBy("id").collectAsList())
        .isEqualTo(rows.collectAsList());
  }

  @Test
  void keepsLineEndsInTextsWhenReadWithMultiLine() throws IOException {
    Dataset<Row> rows = numbered(List.of("a\nb", "a\n\nb", "\n", "x,\"\n\"", "last"));

    assertThat(writtenAndReadBack(rows, "csv,multiLine=true:").orderBy("id").collectAsList())
        .isEqualTo(rows.collectAsList());
  }

  @Test
  void keepsTypes() throws IOException {
    Dataset<Row> rows =
        spark.sql(
            """
            select 1 as n, 5000000000 as big, 0.1d as x, double('NaN') as nan, true as flag,
                date'2020-02-29' as day, timestamp'2020-02-29 12:34:56.789012' as moment
            """);

    Dataset<Row> read = writtenAndReadBack(rows, "csv:");

    assertThat(read.schema().simpleString()).isEqualTo(rows.schema().simpleString());
    assertThat(read.collectAsList()).isEqualTo(rows.collectAsList());
  }

  @Test
  void keepsAColumnOfItsOwnThatHoldsNullsAndEmptyTexts() throws IOException {
    Dataset<Row> rows = spark.sql("select * from values ('a'), (null), (''), ('b') as (word)");

    assertThat(writtenAndReadBack(rows, "csv,nullValue=NULL:").collectAsList())
        .containsExactlyInAnyOrderElementsOf(rows.collectAsList());
  }

  @Test
  void keepsTheHeaderOfNoRows() throws IOException {
    Dataset<Row> rows = spark.sql("select 1 as n, 'x' as text where false");

    Dataset<Row> read = writtenAndReadBack(rows, "csv:");

    assertThat(read.columns()).containsExactly("n", "text");
    assertThat(read.collectAsList()).isEmpty();
  }
}
