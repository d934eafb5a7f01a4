package dev.p3.data.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import dev.p3.data.connect.Connectors;
import dev.p3.data.connect.Sources;
import dev.p3.fault.BadUsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of rows and headers whose form is not as it must be. */
class RawFormTest {
  private final SparkSession spark = LocalSpark.spark();
  @TempDir Path folder;

  private Dataset<Row> raw(List<String> columns, String uri) {
    StoredInput input =
        Connectors.find(DataLocation.parse(uri), spark.sparkContext().hadoopConfiguration());
    return new Sources(spark).raw(List.of(input), columns).orderBy(RawRows.SOURCE, RawRows.LINE);
  }

  /** The values, or the fault with its code. */
  private List<String> read(List<String> columns, String uri) {
    return raw(columns, uri).collectAsList().stream()
        .map(
            row -> {
              String fault = row.getAs(RawRows.FAULT);
              String code = row.getAs(RawRows.FAULT_CODE);
              assertThat(code == null).isEqualTo(fault == null);
              Object[] values = columns.stream().map(row::<String>getAs).toArray();
              return fault == null ? Arrays.toString(values) : code + " " + fault;
            })
        .toList();
  }

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private void assertRefused(List<String> columns, String uri, String... said) {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> raw(columns, uri))
        .satisfies(
            refused -> {
              assertThat(refused.faults()).hasSize(1);
              assertThat(refused.faults().get(0)).contains(said);
            });
  }

  @Test
  void everyFaultOfFormHasACode() throws IOException {
    Path csv = folder.resolve("a.csv");
    Files.write(
        csv,
        "a,b\n1\n1,2,3\n\"1\"x,2\n\u00e4,2\n\0,2\n\"1,2\n".getBytes(StandardCharsets.ISO_8859_1));
    String json = file("a.json", "1\n{\"a\": 1, \"a\": 2}\n{\"a\": \"\\ud800\"}\n");

    assertThat(read(List.of("a", "b"), csv.toString()))
        .extracting(fault -> fault.substring(0, fault.indexOf(' ')))
        .containsExactly(
            "MISSING_COLUMNS",
            "TOO_MANY_COLUMNS",
            "UNQUOTED",
            "INVALID_UTF8",
            "NUL_BYTE",
            "UNQUOTED");
    assertThat(read(List.of("a"), json))
        .containsExactly(
            "MALFORMED_JSON line that is not a JSON object: it is a number",
            "DUPLICATE line with keys 'a' and 'a'",
            "INVALID_UTF8 line with half a character in 'a' (a surrogate without its other half)");
  }

  @Test
  void rowsWithFewerValuesSayWhichColumnsAreMissing() throws IOException {
    String file = file("a.csv", "a,b,c,d,e,f,g,\n1\n1,2,3,4,5,6,7\n");

    assertThat(read(List.of("a"), file))
        .containsExactly(
            "MISSING_COLUMNS row of 1 value (must be 8): no value for 'b', 'c', 'd', 'e', 'f' and 2 more",
            "MISSING_COLUMNS row of 7 values (must be 8): no value for a column without a name");
    assertThat(read(List.of("x", "y"), "csv,header=ignore:" + file("b.csv", "a\n1\n")))
        .containsExactly("MISSING_COLUMNS row of 1 value (must be 2): no value for 'y'");
  }

  @ParameterizedTest
  @CsvSource({
    "true, error, 0",
    "true, ignore-empty, 2",
    "true, IGNORE, 3",
    "false, error, 0",
    "false, ignore-empty, 2",
    "false, ignore, 3"
  })
  void rowsWithMoreValuesAreTakenAsTheOptionSays(boolean header, String option, int taken)
      throws IOException {
    String rows = "1,2,,\n3,4,\"\"\n5,6,,x\n";
    String file = file("a.csv", header ? "b,a\n" + rows : rows);
    List<String> columns = header ? List.of("a", "b") : List.of("b", "a");

    List<String> read =
        read(columns, "csv,header=%s,extraFields=%s:%s".formatted(header, option, file));

    List<String> good =
        header ? List.of("[2, 1]", "[4, 3]", "[6, 5]") : List.of("[1, 2]", "[3, 4]", "[5, 6]");
    assertThat(read.subList(0, taken)).isEqualTo(good.subList(0, taken));
    assertThat(read.subList(taken, 3)).allMatch(fault -> fault.startsWith("TOO_MANY_COLUMNS"));
  }

  @Test
  void rowsWithMoreValuesSayWhichOptionTakesThem() throws IOException {
    assertThat(read(List.of("a"), file("a.csv", "a\n1,,\n2,,x\n")))
        .containsExactly(
            "TOO_MANY_COLUMNS row of 3 values (must be 1); the others are empty, which csv,extraFields=ignore-empty:PATH takes",
            "TOO_MANY_COLUMNS row of 3 values (must be 1); value 3 is not empty; csv,extraFields=ignore:PATH leaves the others out");
    assertRefused(
        List.of("a"),
        "csv,extraFields=ignore_empty:" + folder.resolve("a.csv"),
        "extraFields='ignore_empty' (must be one of error, ignore-empty, ignore)",
        "Did you mean 'ignore-empty'?");
  }

  @Test
  void aHeaderOfOneFieldIsSaidOnceWithTheSeparatorToTry() throws IOException {
    List<String> columns = List.of("iata", "name", "city");
    String file = file("a.csv", "iata;name;city\nORD;O'Hare, Chicago;x\n");
    String tabs = file("b.csv", "iata\tname\tcity\n");

    assertRefused(
        columns,
        "csv,skipRows=0:" + file,
        "its header is a single field, and the separator is probably ';': write 'csv,skipRows=0,sep=;:"
            + file);
    assertRefused(columns, tabs, "probably a tab: write 'csv,sep=\\t:" + tabs);
    assertRefused(columns, "csv,sep=;:" + file("c.csv", "iata|name|city\n"), "'csv,sep=|:");
    assertThat(read(columns, "csv,sep=;:" + file)).containsExactly("[ORD, O'Hare, Chicago, x]");
    assertThat(read(List.of("iata;name;city"), "csv,extraFields=ignore:" + file))
        .containsExactly("[ORD;O'Hare]");
  }

  @Test
  void aHeaderThatDoesNotServeInAnotherFileMakesItsRowsBad() throws IOException {
    file("in/1.csv", "a,b\n1,2\n");
    file("in/2.csv", "a;b\n3;4\n");
    file("in/3.csv", "a,a\n5,6\n");

    assertThat(read(List.of("a", "b"), "csv:" + folder.resolve("in")))
        .containsExactly(
            "[1, 2]",
            "MISSING_COLUMNS header of a single field; the separator is probably ';'",
            "DUPLICATE header with 2 columns 'a': fields 1, 2; header without column 'b'");
  }

  @Test
  void aColumnThatIsThereTwiceIsNamedWithItsFields() throws IOException {
    String twice = file("a.csv", "a,a,b\n1,2,3\n");
    String cases = file("b.csv", "id,ID,b\n1,2,3\n");

    assertRefused(
        List.of("a"),
        twice,
        "header with 2 columns 'a': fields 1, 2 (its header is a, a, b). Rename one",
        "csv,header=ignore:" + twice);
    assertRefused(
        List.of("Id"),
        cases,
        "header with 2 columns 'Id' in another case each: fields 1 'id', 2 'ID'");
    assertThat(read(List.of("b"), twice)).containsExactly("[3]");
    assertThat(read(List.of("ID", "id"), cases)).containsExactly("[2, 1]");
  }

  @Test
  void aHeaderThatEndsInASeparatorIsSaidToDoSo() throws IOException {
    String file = file("a.csv", "a,b,\n1,2,\n");

    assertRefused(List.of("a", "c"), file, "its header is a, b, (no name): it ends in a separator");
    assertThat(read(List.of("a", "b"), file)).containsExactly("[1, 2]");
  }

  @ParameterizedTest
  @CsvSource({
    "csv, 'id,v\n1,2\n'",
    "'csv,header=false', '2,1\n'",
    "json, '{\"id\":\"1\",\"v\":\"2\"}\n'"
  })
  void namesOfFoldersAreColumnsOfText(String format, String text) throws IOException {
    for (String name : List.of("01234", "__HIVE_DEFAULT_PARTITION__", "a%2Fb%20c", "ü=1")) {
      file("in/kind=x/zip=" + name + "/f." + format.substring(0, 3), text);
      file("in/kind=x/zip=" + name + "/_f", "99");
      file("in/kind=x/zip=" + name + "/.f", "99");
    }

    List<Row> rows =
        raw(List.of("v", "ZIP", "id", "kind"), format + ":" + folder.resolve("in"))
            .select("v", "ZIP", "id", "kind", RawRows.FAULT)
            .collectAsList();

    assertThat(rows)
        .containsExactlyInAnyOrder(
            RowFactory.create("2", "01234", "1", "x", null),
            RowFactory.create("2", null, "1", "x", null),
            RowFactory.create("2", "a/b c", "1", "x", null),
            RowFactory.create("2", "ü=1", "1", "x", null));
  }

  @ParameterizedTest
  @CsvSource({"parquet", "orc"})
  void namesOfFoldersAreTextInTablesToo(String format) {
    String table = folder.resolve("t").toString();
    spark
        .sql("select 1 as id, '01234' as zip union all select 2, null union all select 3, 'a/b %'")
        .write()
        .partitionBy("zip")
        .format(format)
        .save(table);

    assertThat(raw(List.of("zip", "id"), format + ":" + table).select("zip", "id").collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create("01234", "1"),
            RowFactory.create(null, "2"),
            RowFactory.create("a/b %", "3"));
  }

  @Test
  void namesOfFoldersAboveThePathAreNoColumns() throws IOException {
    String file = file("zip=01234/day=1/f.csv", "id,v\n1,2\n");
    String above = folder.resolve("zip=01234").toString();

    assertThat(read(List.of("id", "day"), "csv:" + above)).containsExactly("[1, 1]");
    assertThat(read(List.of("zip", "day"), folder + "/zip=*/*/*.csv"))
        .containsExactly("[01234, 1]");
    assertRefused(
        List.of("id", "dai"),
        "csv:" + above,
        "its folders are named for day). Did you mean 'day'?");
    assertRefused(List.of("id", "zip"), file, "header without column 'zip'");
  }

  @Test
  void aColumnInAFileAndInItsFoldersIsRefused() throws IOException {
    file("in/k=1/a.csv", "id,K\n5,9\n");

    assertRefused(
        List.of("id", "k"),
        "csv:" + folder.resolve("in"),
        "column 'k' is in the file and in the names of its folders, too (its header is id, K");
    assertThat(read(List.of("id"), "csv:" + folder.resolve("in"))).containsExactly("[5]");
  }

  @Test
  void aKeyInAJsonObjectAndInItsFoldersIsAFault() throws IOException {
    file("in/k=1/a.json", "{\"id\":5,\"K\":9}\n{\"id\":6}\n");

    assertThat(read(List.of("id", "k"), "json:" + folder.resolve("in")))
        .containsExactlyInAnyOrder(
            "DUPLICATE line with key 'K', which is in the names of the file's folders, too",
            "[6, 1]");
    assertThat(read(List.of("id"), "json:" + folder.resolve("in"))).containsExactly("[5]", "[6]");
  }

  @Test
  void valuesInQuotesHoldLineEndsWithOrWithoutMultiLine() throws IOException {
    String file = file("lines.csv", "id,v\n1,\"a\nb\"\n");

    assertThat(read(List.of("id", "v"), file)).containsExactly("[1, a\nb]");
    assertThat(read(List.of("id", "v"), "csv,multiLine=true:" + file)).containsExactly("[1, a\nb]");
    assertRefused(
        List.of("id", "v"), "csv,multiLine=false:" + file, "multiLine=false (must be true: ");
  }

  @Test
  void aFileThatEndsTooEarlyIsNamed() throws IOException {
    var whole = new ByteArrayOutputStream();
    try (var text = new GZIPOutputStream(whole)) {
      text.write("id,v\n1,2\n".repeat(1_000).getBytes(UTF_8));
    }
    Path file = folder.resolve("cut.csv.gz");
    Files.write(file, Arrays.copyOf(whole.toByteArray(), whole.size() - 20));

    assertThatThrownBy(() -> raw(List.of("id", "v"), file.toString()).collectAsList())
        .hasStackTraceContaining("cut.csv.gz': Unexpected end of input stream");
  }
}
