package dev.p3.data.connect;

import static dev.p3.data.connect.StoredFiles.write;
import static dev.p3.data.connect.StoredFiles.writeTruncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesCsvTest {
  private final Sources sources = new Sources(LocalSpark.spark());
  @TempDir Path folder;

  private Dataset<Row> table(String... uris) {
    return sources.table(Arrays.stream(uris).map(StoredFiles::find).toList());
  }

  private String file(String name, String text) {
    return write(folder.resolve(name), text).toString();
  }

  @Test
  void hasAHeaderAndTypedColumns() {
    Dataset<Row> rows =
        table(
            file(
                "a.csv",
                "n,big,x,text,flag,day,moment\n1,5000000000,0.5,a,true,2020-02-29,2020-02-29T12:00:00Z\n"));

    assertThat(rows.schema().simpleString())
        .isEqualTo(
            "struct<n:int,big:bigint,x:double,text:string,flag:boolean,day:date,moment:timestamp>");
    assertThat(rows.select("n", "text").first()).isEqualTo(RowFactory.create(1, "a"));
  }

  @Test
  void followsRfc4180() {
    Dataset<Row> rows =
        table(
            file(
                "a.csv",
                "a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"\"\"\",back\\slash\r\n\" pad \", bare \r\n,\"\"\r\n"));

    assertThat(rows.collectAsList())
        .containsExactly(
            RowFactory.create("x,y", "say \"hi\""),
            RowFactory.create("\"", "back\\slash"),
            RowFactory.create(" pad ", " bare "),
            RowFactory.create(null, null));
  }

  @Test
  void takesOptionsFromTheUri() {
    String path = file("odd name=1.txt", "1;a\n2;b\n");

    assertThat(table("csv,header=false,sep=;:" + path).collectAsList())
        .containsExactly(RowFactory.create(1, "a"), RowFactory.create(2, "b"));
    assertThat(table("csv,sep=\\,:" + file("c.txt", "x,y\n1,2\n")).columns())
        .containsExactly("x", "y");
    assertThat(table("csv,sep=\\::" + file("d.txt", "x:y\n1:2\n")).columns())
        .containsExactly("x", "y");
    assertThat(table("csv,inferSchema=false:" + file("e.csv", "x\n007\n")).first().getString(0))
        .isEqualTo("007");
    assertThat(table("csv,multiLine=true:" + file("f.csv", "a,b\n\"x\ny\",1\n")).first())
        .isEqualTo(RowFactory.create("x\ny", 1));
  }

  @Test
  void tellsAnEmptyTextFromNullWhenNullHasANameOfItsOwn() {
    assertThat(table("csv,nullValue=NULL:" + file("a.csv", "a,b\n\"\",\nNULL,x\n")).collectAsList())
        .containsExactly(RowFactory.create("", null), RowFactory.create(null, "x"));
  }

  @Test
  void isSeparatedByTabsInATsvFile() {
    assertThat(table(file("a.tsv", "x\ty\n1,5\t2\n")).first())
        .isEqualTo(RowFactory.create("1,5", 2));
    assertThat(table(file("b.tsv.gz", "x\ty\n1\t2\n")).columns()).containsExactly("x", "y");
    assertThat(table("csv,sep=;:" + file("c.tsv", "x;y\n1;2\n")).columns())
        .containsExactly("x", "y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.csv.gz",
        "a.csv.zst",
        "with space.csv",
        "a*[b]{c,d}?.csv",
        "x=1,y.csv",
        "%41.csv"
      })
  void isReadWhateverTheFilesName(String name) {
    assertThat(table(file(name, "a,b\n1,x\n")).collectAsList())
        .containsExactly(RowFactory.create(1, "x"));
    assertThat(table("csv:" + folder).count()).isEqualTo(1);
  }

  @Nested
  class FailsRatherThanGiveNulls {
    @ParameterizedTest
    @ValueSource(strings = {"1\n", "1,2,3\n", "1,\"x\ny\"\n"})
    void forARowThatDoesNotFit(String ragged) {
      Dataset<Row> rows = table(file("a.csv", "a,b\n1,2\n" + ragged + "3,4\n"));

      assertThatThrownBy(rows::collectAsList).hasStackTraceContaining("MALFORMED");
      assertThatThrownBy(rows::count).hasStackTraceContaining("MALFORMED");
      assertThatThrownBy(rows.select("a")::collectAsList).hasStackTraceContaining("MALFORMED");
    }

    @Test
    void forFilesWhoseHeadersDiffer() {
      file("dir/1.csv", "a,b\n1,2\n");
      file("dir/2.csv", "b,a\n3,4\n");

      assertThatThrownBy(() -> table(folder.resolve("dir").toString()))
          .isInstanceOf(BadUsageException.class)
          .hasMessageContaining("the same names in another order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv.gz", "a.csv.zst"})
    void forATruncatedFile(String name) {
      String numbers =
          new Random(1)
              .ints(50_000)
              .mapToObj(String::valueOf)
              .collect(Collectors.joining("\n", "a\n", "\n"));
      Path file = writeTruncated(folder.resolve(name), numbers.getBytes(StandardCharsets.UTF_8));

      assertThatThrownBy(() -> table(file.toString()).collectAsList())
          .isInstanceOf(Exception.class);
    }
  }

  @Test
  void hasNoRowsInAnEmptyFileOrAHeaderAlone() {
    assertThat(table(file("empty.csv", "")).collectAsList()).isEmpty();
    assertThat(table(file("empty.csv.gz", "")).collectAsList()).isEmpty();
    Dataset<Row> headerOnly = table(file("header.csv", "a,b\n"));
    assertThat(headerOnly.columns()).containsExactly("a", "b");
    assertThat(headerOnly.collectAsList()).isEmpty();
  }

  @Test
  void mayHaveAnEmptyFileBesideOthers() {
    file("dir/1.csv", "");
    file("dir/2.csv", "a\n1\n");

    assertThat(table(folder.resolve("dir").toString()).collectAsList())
        .containsExactly(RowFactory.create(1));
  }

  @Test
  void hasThePartitionsColumns() {
    file("dir/year=2020/a.csv", "n\n1\n");
    file("dir/year=2021/b.csv", "n\n2\n");

    Dataset<Row> rows = table("csv:" + folder.resolve("dir"));

    assertThat(rows.columns()).containsExactly("n", "year");
    assertThat(rows.collectAsList())
        .containsExactlyInAnyOrder(RowFactory.create(1, 2020), RowFactory.create(2, 2021));
  }

  @Test
  void isReadFromFoldersInFolders() {
    file("dir/a.csv", "n\n1\n");
    file("dir/sub/deep/b.csv", "n\n2\n");
    file("dir/_hidden/c.csv", "n\n3\n");

    assertThat(table(folder.resolve("dir").toString()).collectAsList())
        .containsExactlyInAnyOrder(RowFactory.create(1), RowFactory.create(2));
  }

  @Test
  void isOneBelowTheOtherByColumnName() {
    List<Row> rows =
        table(
                file("a.csv", "x,y\n1,2\n"),
                file("b.tsv", "y\tx\n4\t3\n"),
                file("c.json", "{\"y\": 6, \"x\": 5}\n"))
            .select("x", "y")
            .orderBy("x")
            .selectExpr("int(x)", "int(y)")
            .collectAsList();

    assertThat(rows)
        .containsExactly(RowFactory.create(1, 2), RowFactory.create(3, 4), RowFactory.create(5, 6));
  }

  @Test
  void aColumnInTheFilesAndInTheirFoldersIsRefused() {
    file("dir/k=1/a.csv", "id,K\n5,9\n");
    String dir = folder.resolve("dir").toString();

    assertThatThrownBy(() -> table("csv:" + dir))
        .hasMessageContainingAll(
            "column K is in the files and in the names of their folders, too",
            "csv,recursiveFileLookup=true:" + dir);
    assertThat(table("csv,recursiveFileLookup=true:" + dir).collectAsList())
        .containsExactly(RowFactory.create(5, 9));
    file("parts/json/k=1/a.json", "{\"id\":5,\"k\":9}\n");
    assertThatThrownBy(() -> table("json:" + folder.resolve("parts/json")))
        .hasMessageContaining("column k is in the files");
    String parquet = folder.resolve("parts/parquet/k=1").toString();
    LocalSpark.spark().sql("select 5 as id, 9 as k").write().parquet(parquet);
    assertThatThrownBy(() -> table("parquet:" + folder.resolve("parts/parquet")))
        .hasMessageContaining("column k is in the files");
    assertThat(table("parquet:" + parquet).columns()).containsExactly("id", "k");
  }

  @Test
  void aByteOrderMarkIsNoPartOfAValueWithoutAHeader() {
    assertThat(table("csv,header=false:" + file("mark.csv", "\uFEFF1,a\n2,b\n")).collectAsList())
        .containsExactly(RowFactory.create(1, "a"), RowFactory.create(2, "b"));
  }
}
