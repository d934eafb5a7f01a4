package dev.p3.data.connect;

import static dev.p3.data.connect.StoredFiles.sample;
import static dev.p3.data.connect.StoredFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.data.InputReading;
import dev.p3.data.ReadingNotes;
import dev.p3.data.files.FileColumns;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No column of any file is dropped in silence. */
class SourcesColumnsTest {
  @TempDir private Path folder;
  private final ReadingNotes notes = new ReadingNotes();
  private final Sources sources = new Sources(new InputReading(LocalSpark.spark(), notes));

  private Dataset<Row> table(String... uris) {
    return sources.table(Arrays.stream(uris).map(StoredFiles::find).toList());
  }

  private void assertRefused(String uri, String... parts) {
    assertThatThrownBy(() -> table(uri))
        .isInstanceOf(BadUsageException.class)
        .hasMessageStartingWith("Cannot read '")
        .hasMessageContainingAll(parts);
  }

  /** A file of its own, with the columns that a query gives. */
  private void store(String format, String file, String query) {
    Path there = folder.resolve("one-" + file);
    LocalSpark.spark().sql(query).coalesce(1).write().format(format).save(there.toString());
    Path part = StoredFiles.only(there, "part-");
    write(folder.resolve(format + "/" + file + "." + format), StoredFiles.bytes(part));
  }

  @Test
  void namesAColumnThatOnlyALaterFileHas() {
    String evo = sample("evo");

    assertRefused(
        evo,
        "column w is in '%s/part-2.parquet' and not in '%1$s/part-1.parquet'".formatted(evo),
        "write parquet,mergeSchema=true:" + evo);
    assertThat(table("parquet,mergeSchema=true:" + evo).columns()).contains("w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void namesAColumnThatAFileLacksWhicheverComesFirst(String format) {
    store(format, "1", "select 1 as id, 2 as w");
    store(format, "2", "select 3 as ID");
    String all = folder.resolve(format).toString();

    assertRefused(all, "column w is in", "1." + format, "and not in", "mergeSchema=true");
    assertThat(table("%s,mergeSchema=true:%s".formatted(format, all)).count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void namesAFileOfOrcWithoutRowsOfColumns(String name) throws IOException {
    store("orc", "1", "select 1 as id");
    Path other = folder.resolve("orc").resolve(name + ".orc");
    OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(other.toUri()),
            OrcFile.writerOptions(new Configuration(false)).setSchema(TypeDescription.createDate()))
        .close();

    assertRefused(other.toString(), "'" + other + "' holds values of ORC's type date");
    assertRefused(other.getParent().toString(), "'" + other + "' holds values of ORC's type date");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void namesBothTypesOfAColumnOfAStruct(String format) {
    store(format, "1", "select named_struct('b', 1, 'c', 2) as a");
    store(format, "2", "select named_struct('b', date'2020-01-01', 'c', 2) as a");

    assertRefused(folder.resolve(format).toString(), "column a.b is INT in", "and DATE in");
  }

  @Test
  void takesTheSameColumnsInAnotherOrderAndCase() {
    store("parquet", "1", "select 1 as a, 2 as b");
    store("parquet", "2", "select 4 as B, 3 as a");

    assertThat(table(folder.resolve("parquet").toString()).orderBy("a").collectAsList())
        .extracting(row -> row.mkString(","))
        .containsExactly("1,2", "3,4");
  }

  @Test
  void namesBothTypesWhereFilesDisagree() {
    assertRefused(
        sample("mix"),
        "column id is INT in '%s/part-1.parquet' and BIGINT in".formatted(sample("mix")),
        "give each as an input of its own");
    assertRefused(sample("clash"), "column v is INT in", "and STRING in", "no type holds");
    assertRefused("parquet,mergeSchema=true:" + sample("clash"), "column v is INT in");
  }

  @Test
  void namesAFileAmongOthersThatCannotBeRead() {
    store("parquet", "1", "select 1 as a");
    write(folder.resolve("parquet/2.parquet"), "no footer, and long enough to have one");

    assertThatThrownBy(() -> table(folder.resolve("parquet").toString()))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("2.parquet' as parquet: ")
        .hasMessageContaining("is not a Parquet file");
  }

  @Test
  void looksAtOneFileOfThoseThatOneJobWrote() {
    LocalSpark.spark().range(9).repartition(3).write().parquet(folder.resolve("out").toString());

    assertThat(FileColumns.ofEachJob(StoredFiles.find(folder.resolve("out")).files())).hasSize(1);
    assertThat(FileColumns.ofEachJob(StoredFiles.find(sample("evo")).files())).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`a,a,b`, `its header has column 'a' twice (it is a,a,b)`",
        "`id,b,ID`, `columns 'id' and 'ID', which differ in case alone (it is id,b,ID)`",
        "`a,b,`, `no name for column 3, because it ends in a separator`",
        "`a,,b,`, `no name for column 2, 4 (it is`"
      })
  void saysWhatIsWrongWithTheHeaderOfOneFile(String header, String fault) {
    Path file = write(folder.resolve("a.csv"), header + "\n1,2,3\n");

    assertRefused(file.toString(), fault, "write csv,enforceSchema=true:" + file);
  }

  @Test
  void showsBothHeadersOfFilesThatDiffer() {
    write(folder.resolve("1.csv"), "a,b\n1,2\n");
    write(folder.resolve("2.csv"), "a,b,c\n1,2,3\n");

    assertRefused(
        folder.toString(), "1.csv' is a,b, and that of '", "2.csv' is a,b,c; give the files");
  }

  @Test
  void readsAFileWithAColonInItsName() throws IOException {
    FileSystem.closeAll(); // one that another test opened without p3's settings would be taken
    Path file = write(folder.resolve("12:30.csv"), "a\n1\n");

    assertThat(table(file.toString()).count()).isEqualTo(1);
    assertThat(table(folder.toString()).count()).isEqualTo(1);
  }

  @Test
  void doesNotPutTextAndNumbersIntoOneColumn() {
    Path numbers = write(folder.resolve("1.csv"), "k\n7\n");
    Path texts = write(folder.resolve("2.csv"), "k\nseven\n");
    Path doubles = write(folder.resolve("3.csv"), "k\n0.5\n");
    Path ids = write(folder.resolve("4.csv"), "k\n9007199254740993\n");

    assertThatThrownBy(() -> table(numbers.toString(), texts.toString()))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("column k is STRING and not INT", "inferSchema=false");
    assertThatThrownBy(() -> table(doubles.toString(), ids.toString()))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("column k is BIGINT and not DOUBLE");
    assertThat(table(numbers.toString(), ids.toString()).count()).isEqualTo(2);
    assertThat(table(numbers.toString(), doubles.toString()).count()).isEqualTo(2);
  }

  @Test
  void saysWhichSeparatorToTry() {
    table(write(folder.resolve("a.csv"), "a|b\n1|2\n").toString());

    assertThat(notes.remarks().toString()).contains("the separator is probably '|'", "csv,sep=|:");
  }

  @Test
  void refusesNamesOfP3sOwn() {
    Path file = write(folder.resolve("own.csv"), "__p3_key_0,__P3_x,p3_\n1,2,3\n");

    assertThatThrownBy(() -> table(file.toString()))
        .isInstanceOfSatisfying(
            BadUsageException.class,
            refused ->
                assertThat(refused.faults())
                    .hasSize(2)
                    .allSatisfy(
                        fault -> assertThat(fault).contains("names that begin with __p3_")));
  }
}
