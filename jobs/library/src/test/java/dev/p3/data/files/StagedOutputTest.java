package dev.p3.data.files;

import static dev.p3.data.connect.StoredFiles.hadoop;
import static dev.p3.data.connect.StoredFiles.names;
import static dev.p3.data.connect.StoredFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagedOutputTest {
  private final Dataset<Row> rows = LocalSpark.spark().sql("select 1 as n, 'x' as text");
  @TempDir Path folder;

  private StagedOutput prepare(String uri, boolean overwrite) {
    return StagedOutput.prepare(DataLocation.parse(uri), overwrite, hadoop());
  }

  private StagedOutput fresh(String name) {
    return prepare(folder.resolve(name).toString(), false);
  }

  private StagedOutput replacing(String name) {
    return prepare(folder.resolve(name).toString(), true);
  }

  private void assertCannotWrite(String uri, boolean overwrite, String reason) {
    assertThatThrownBy(() -> prepare(uri, overwrite))
        .isInstanceOf(BadUsageException.class)
        .hasMessageStartingWith("Cannot write '" + uri + "': ")
        .hasMessageContaining(reason);
  }

  private long rowsIn(String name) {
    return LocalSpark.spark()
        .read()
        .format(DataLocation.parse(name).format().orElseThrow().prefix())
        .option("header", "true")
        .option("__globPaths__", "false")
        .load(folder.resolve(name).toString())
        .count();
  }

  @Nested
  class AppearsWholeOrNotAtAll {
    @ParameterizedTest
    @ValueSource(
        strings = {"out.csv", "deep/er/out.parquet", "with space [1]{a,b}*.json", "a=b,c.orc"})
    void onceCommitted(String name) throws IOException {
      StagedOutput output = fresh(name);
      output.write(rows);
      assertThat(folder.resolve(name)).doesNotExist();

      assertThatCode(output::commit).doesNotThrowAnyException();

      assertThat(names(folder.resolve(name))).contains("_SUCCESS");
      assertThat(names(folder.resolve(name).getParent()))
          .containsExactly(folder.resolve(name).getFileName().toString());
      assertThat(rowsIn(name)).isEqualTo(1);
    }

    @Test
    void withTheFilesThatBelongBesideTheRows() throws IOException {
      StagedOutput output = fresh("out.csv");
      output.write(rows);
      output.attach("_run.json", out -> out.write("{}".getBytes(StandardCharsets.UTF_8)));
      output.commit();

      assertThat(names(folder.resolve("out.csv"))).contains("_run.json");
      assertThat(output.location().text()).isEqualTo(folder + "/out.csv");
    }

    @Test
    void whenWritingFails() throws IOException {
      StagedOutput output = fresh("out.csv");
      Dataset<Row> failing = rows.selectExpr("string(raise_error('no more')) as text");

      assertThatThrownBy(() -> output.write(failing)).hasStackTraceContaining("no more");
      output.discard();

      assertThat(names(folder)).isEmpty();
    }

    @Test
    void whenDiscarded() throws IOException {
      StagedOutput output = fresh("out.csv");
      output.write(rows);
      output.discard();
      output.discard();

      assertThat(names(folder)).isEmpty();
    }

    @Test
    void andStaysWhenDiscardedAfterwards() throws IOException {
      StagedOutput output = fresh("out.csv");
      output.write(rows);
      output.commit();
      output.discard();

      assertThat(rowsIn("out.csv")).isEqualTo(1);
    }
  }

  @Nested
  class Overwriting {
    @Test
    void keepsTheOldUntilTheNewIsComplete() throws IOException {
      write(folder.resolve("out.csv/part-0.csv"), "n\n1\n2\n");
      write(folder.resolve("out.csv/_SUCCESS"), "");
      StagedOutput output = replacing("out.csv");
      output.write(rows);
      assertThat(rowsIn("out.csv")).isEqualTo(2);

      output.commit();

      assertThat(rowsIn("out.csv")).isEqualTo(1);
      assertThat(names(folder)).containsExactly("out.csv");
    }

    @Test
    void keepsTheOldWhenThereIsNoNew() {
      write(folder.resolve("out.csv/part-0.csv"), "n\n1\n2\n");
      StagedOutput output = replacing("out.csv");

      assertThatThrownBy(output::commit).isInstanceOf(Exception.class);

      assertThat(rowsIn("out.csv")).isEqualTo(2);
      assertThat(names(folder)).containsExactly("out.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"part-00000.csv", "_SUCCESS", "year=2020/part-0.csv", "_temporary/0/x"})
    void replacesAnOutputOfSpark(String file) {
      write(folder.resolve("out.csv").resolve(file), "x");

      assertThatCode(() -> replacing("out.csv")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", ".git/config", ".profile", "sub/part-0.csv"})
    void refusesWhatIsNotAnOutput(String file) {
      write(folder.resolve("out.csv/part-0.csv"), "x");
      write(folder.resolve("out.csv").resolve(file), "x");

      assertCannotWrite(folder + "/out.csv", true, "is not an output of Spark");
      assertThat(folder.resolve("out.csv").resolve(file)).exists();
    }

    @Test
    void refusesAFile() {
      write(folder.resolve("out.csv"), "precious");

      assertCannotWrite(folder + "/out.csv", true, "is not an output of Spark");
    }
  }

  @Nested
  class Refuses {
    @Test
    void whatExists() throws IOException {
      write(folder.resolve("out.csv/_SUCCESS"), "");
      write(folder.resolve("file.csv"), "");

      assertCannotWrite(folder + "/out.csv", false, "it exists; pass --overwrite to replace it");
      assertCannotWrite(folder + "/file.csv", false, "it exists");
    }

    @Test
    void toReplaceWhatAppearedMeanwhile() throws IOException {
      StagedOutput output = fresh("out.csv");
      output.write(rows);
      write(folder.resolve("out.csv/part-0.csv"), "n\n1\n2\n");

      assertThatThrownBy(output::commit)
          .isInstanceOf(JobFailedException.class)
          .hasMessageContaining(folder + "/out.csv");
      assertThat(rowsIn("out.csv")).isEqualTo(2);
    }

    @Test
    void aParentThatIsAFile() {
      write(folder.resolve("file"), "x");

      assertCannotWrite(
          folder + "/file/out.csv", false, folder + "/file is a file, not a directory");
      assertCannotWrite(folder + "/file/a/b.csv", false, "is a file, not a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv:/", "csv:file:/", "csv:file:///"})
    void theRoot(String uri) {
      assertCannotWrite(uri, true, "it is the root of its file system");
    }

    @Test
    void aNameWithoutFormat() {
      assertCannotWrite(
          folder + "/out", false, "write it before the path, such as parquet:" + folder + "/out");
    }

    @Test
    void anUnknownFileSystem() {
      assertCannotWrite("csv:nosuchfs://host/out", false, "nosuchfs");
    }
  }

  @Test
  void refusesAColonInItsNameBecauseHadoopDoes() {
    assertCannotWrite(folder + "/12:30.csv", false, "12:30.csv");
  }

  @ParameterizedTest
  @CsvSource({
    "out.csv, .csv",
    "out.csv.gz, .csv.gz",
    "out.json.zst, .json.zst",
    "out.csv.bz2, .csv.bz2",
    "out.csv.lz4, .csv.lz4",
    "out.csv.snappy, .csv.snappy",
    "out.csv.deflate, .csv.deflate",
    "out.txt.gz, .txt.gz",
    "out.parquet, .snappy.parquet"
  })
  void isCompressedAsItsExtensionSays(String name, String extension) throws IOException {
    StagedOutput output = fresh(name);
    output.write(rows.select("text"));
    output.commit();

    assertThat(names(folder.resolve(name)))
        .filteredOn(file -> file.startsWith("part-"))
        .singleElement()
        .asString()
        .endsWith("-c000" + extension);
    assertThat(rowsIn(name)).isEqualTo(1);
  }

  @Test
  void takesOptionsFromTheUri() throws IOException {
    StagedOutput output =
        prepare("csv,header=false,sep=;,compression=gzip:" + folder + "/out", false);
    output.write(rows);
    output.commit();

    assertThat(LocalSpark.spark().read().text(folder + "/out").first().getString(0))
        .isEqualTo("1;x");
    assertThat(names(folder.resolve("out"))).anyMatch(file -> file.endsWith(".csv.gz"));
  }
}
