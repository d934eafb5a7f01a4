package dev.p3.data.connect;

import static dev.p3.data.connect.StoredFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.data.InputReading;
import dev.p3.data.ReadingNotes;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types that are found in CSV keep every digit. */
class SourcesExactTest {
  @TempDir private Path folder;
  private final ReadingNotes notes = new ReadingNotes();
  private final Sources sources = new Sources(new InputReading(LocalSpark.spark(), notes));

  private Dataset<Row> column(String... values) {
    Path file = write(folder.resolve("a.csv"), "k,x\n1," + String.join("\n1,", values) + "\n");
    return sources.table(List.of(StoredFiles.find(file))).select("x");
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 2.5, double",
    "1e3, 2.5, double",
    "0.30000000000000004, 1, double",
    "1.7976931348623157E308, 4.9E-324, double",
    "0.123456789012345678, 10, 'decimal(20,18)'",
    "-12345678901234567890.12, 0.5, 'decimal(22,2)'",
    "9007199254740993, 0.5, 'decimal(17,1)'",
    "12345678901234567890, 7, 'decimal(20,0)'",
    "1234567890123456789012345678901234567890, 7, string",
    "1e400, 2, string",
    "1e-400, 2.5, string",
    "1d, 2f, string",
    "0.123456789012345678, NaN, string",
    "2020-02-29T12:00:00.123456789Z, 2020-02-29T12:00:00Z, string",
    "2020-02-29T12:00:00.123456000Z, 2020-02-29T12:00:00Z, timestamp",
    "5, 6, int"
  })
  void takesTheTypeThatHoldsEveryDigit(String first, String second, String type) {
    assertThat(column(first, second).schema().apply(0).dataType().simpleString()).isEqualTo(type);
  }

  @Test
  void keepsTheValues() {
    assertThat(column("0.123456789012345678", "1e3", "-7").selectExpr("string(x)").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(
            "0.123456789012345678", "1000.000000000000000000", "-7.000000000000000000");
    assertThat(column("12345678901234567890123456789012345678901", "007").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("12345678901234567890123456789012345678901", "007");
  }

  @Test
  void saysWhichColumnsAreOfAnotherTypeThanExpected() {
    column("0.123456789012345678", "10");

    assertThat(notes.remarks())
        .containsExactly(
            "to lose no digit, '%s' is read with x as DECIMAL(20,18) rather than DOUBLE"
                .formatted(folder.resolve("a.csv")));
  }

  @Test
  void hasNothingToSayOfPlainNumbers() {
    column("0.5", "10");

    assertThat(notes.remarks()).isEmpty();
  }

  @Test
  void keepsTheNamesOfFoldersAsTextWhereTypesAreNotWanted() {
    String zips = "inferSchema=false:" + StoredFiles.sample("part_csv");

    Dataset<Row> rows = sources.table(List.of(StoredFiles.find("csv," + zips)));

    assertThat(rows.schema().simpleString()).isEqualTo("struct<id:string,v:string,zip:string>");
    assertThat(rows.collectAsList())
        .extracting(row -> row.mkString(","))
        .containsExactlyInAnyOrder("1,2,01234", "2,3,10001", "9,9,null");
  }

  @Test
  void keepsTheNamesOfFoldersAsTextInEveryFormat() {
    for (String format : List.of("parquet", "orc")) {
      String path = folder.resolve(format + "/zip=01234").toString();
      LocalSpark.spark().range(1).write().format(format).save(path);
      String parent = folder.resolve(format).toString();

      assertThat(table("%s,inferSchema=false:%s".formatted(format, parent)).first().getString(1))
          .isEqualTo("01234");
      assertThat(table(format + ":" + parent).first().getInt(1)).isEqualTo(1234);
    }
  }

  @Test
  void losesNoDigitOfTheNamesOfFolders() {
    write(folder.resolve("p/k=0.1234567890123456789/a.csv"), "n\n1\n");
    write(folder.resolve("p/k=0.5/a.csv"), "n\n2\n");

    assertThat(table("csv:" + folder.resolve("p")).orderBy("n").collectAsList())
        .extracting(row -> row.get(1))
        .containsExactly("0.1234567890123456789", "0.5");
  }

  private Dataset<Row> table(String uri) {
    return sources.table(List.of(StoredFiles.find(uri)));
  }
}
