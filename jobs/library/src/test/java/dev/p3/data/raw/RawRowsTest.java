package dev.p3.data.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.connect.Connectors;
import dev.p3.data.connect.Sources;
import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawRowsTest {
  private final SparkSession spark = LocalSpark.spark();
  @TempDir Path folder;

  private Dataset<Row> raw(List<String> columns, Object... uris) {
    return new Sources(spark)
        .raw(
            Arrays.stream(uris)
                .map(
                    uri ->
                        Connectors.find(
                            DataLocation.parse(uri.toString()),
                            spark.sparkContext().hadoopConfiguration()))
                .toList(),
            columns);
  }

  private List<Row> rows(List<String> columns, Object... uris) {
    return raw(columns, uris)
        .drop(RawRows.SOURCE, RawRows.FAULT_CODE)
        .orderBy(RawRows.LINE)
        .collectAsList();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Row row(Object... values) {
    return RowFactory.create(values);
  }

  @Test
  void haveTheWantedColumnsAsTextAndWhereTheyStand() throws IOException {
    Path file = file("a.csv", "b, A ,c\n1,x,\n2,y\n");

    assertThat(rows(List.of("a", "b"), file))
        .containsExactly(
            row("x", "1", 2L, "1,x,", null),
            row(null, null, 3L, "2,y", "row of 2 values (must be 3): no value for 'c'"));
    assertThat(raw(List.of("a"), file).select(RawRows.SOURCE).first().getString(0))
        .endsWith("/a.csv");
  }

  @Test
  void areFoundByTheHeaderOfEachFile() throws IOException {
    Files.createDirectory(folder.resolve("in"));
    file("in/1.csv", "a,b\n1,2\n");
    file("in/2.csv", "b,a\n3,4\n");
    file("in/3.csv", "b,x\n5,6\n");

    assertThat(
            raw(List.of("a", "b"), "csv:" + folder.resolve("in"))
                .drop(RawRows.SOURCE, RawRows.FAULT_CODE)
                .collectAsList())
        .containsExactlyInAnyOrder(
            row("1", "2", 2L, "1,2", null),
            row("4", "3", 2L, "3,4", null),
            row(null, null, 2L, "5,6", "header without column 'a'"));
  }

  @Test
  void areKnownByPositionWithoutAHeader() throws IOException {
    Path file = file("a.csv", "x,1\ny,2\n");

    assertThat(rows(List.of("name", "n"), "csv,header=false:" + file))
        .containsExactly(row("x", "1", 1L, "x,1", null), row("y", "2", 2L, "y,2", null));
    assertThat(rows(List.of("name", "n"), "csv,header=ignore:" + file))
        .containsExactly(row("y", "2", 2L, "y,2", null));
  }

  @Test
  void beginAfterLinesThatAreNoRows() throws IOException {
    Path file = file("a.csv", "Report of \"today\r\n\r\na,b\r\n1,2\r\n");

    assertThat(rows(List.of("b"), "csv,skipRows=2:" + file))
        .containsExactly(row("2", 4L, "1,2", null));
    assertThat(rows(List.of("x", "y"), "csv,skipRows=3,header=false:" + file))
        .containsExactly(row("1", "2", 4L, "1,2", null));
    assertThat(rows(List.of("x"), "csv,skipRows=9:" + file)).isEmpty();
  }

  @Test
  void areRefusedWhereTheHeaderLacksColumnsOrRepeatsThem() throws IOException {
    Path file = file("a.csv", "delay,dat,delay\n1,2,3\n");

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> raw(List.of("date", "delay"), file))
        .satisfies(
            refused ->
                assertThat(refused.faults())
                    .hasSize(2)
                    .anySatisfy(
                        fault ->
                            assertThat(fault)
                                .contains(
                                    "header without column 'date'",
                                    "its header is delay, dat, delay",
                                    "Did you mean 'dat'?",
                                    "csv,header=false:"))
                    .anySatisfy(
                        fault ->
                            assertThat(fault)
                                .contains("header with 2 columns 'delay': fields 1, 3")));
  }

  @Test
  void refuseOptionsThatMakeNoSenseAllAtOnce() throws IOException {
    Path file = file("a.csv", "a\n");

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(
            () ->
                raw(
                    List.of("a"),
                    "csv,quot=',escape=ab,skipRows=-1,header=maybe,encoding=utf9:" + file))
        .satisfies(
            refused ->
                assertThat(refused.faults())
                    .hasSize(5)
                    .anySatisfy(fault -> assertThat(fault).contains("Did you mean 'quote'?")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "ISO-8859-1", "windows-1252", "UTF-32BE"})
  void areReadInEveryEncoding(String encoding) throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(file, "n,stadt\n1,\"Zürich\nör\"\n".getBytes(Charset.forName(encoding)));

    assertThat(rows(List.of("n", "stadt"), "csv,encoding=" + encoding + ":" + file))
        .containsExactly(row("1", "Zürich\nör", 2L, "1,\"Zürich\nör\"", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void areReadByTheirByteOrderMark(String encoding) throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(file, "\uFEFFn,stadt\n1,Zürich\n".getBytes(Charset.forName(encoding)));

    assertThat(rows(List.of("n", "stadt"), file))
        .containsExactly(row("1", "Zürich", 2L, "1,Zürich", null));
  }

  @Test
  void keepBytesThatAreNoTextInTheirEncodingApart() throws IOException {
    Path file = folder.resolve("a.csv");
    byte[] text = "n,s\n1,日本\n2,x\n3,y\n".getBytes(Charset.forName("Shift_JIS"));
    text[new String(text, StandardCharsets.ISO_8859_1).indexOf("x\n")] = (byte) 0x81;
    Files.write(file, text);

    List<Row> rows = rows(List.of("n", "s"), "csv,encoding=Shift_JIS:" + file);

    assertThat(rows.get(0)).isEqualTo(row("1", "日本", 2L, "1,日本", null));
    assertThat(rows.get(1).getString(4)).contains("not text in the input's encoding");
    assertThat(rows.get(rows.size() - 1).getString(1)).isEqualTo("y");
  }

  @Test
  void comeFromJsonTextAndTables() throws IOException {
    Path json =
        file("a.json", "{\"a\": 1, \"b\": \"x\"}\n\n{\"b\": null, \"z\": [1]}\n{\"a\": \n[1]\n");
    Path text = file("a.txt", "one, two\n\nthree");
    String parquet = folder.resolve("p").toString();
    spark.sql("select 1 as a, date'2020-01-31' as b").write().parquet(parquet);

    assertThat(rows(List.of("a", "b"), json))
        .containsExactly(
            row("1", "x", 1L, "{\"a\": 1, \"b\": \"x\"}", null),
            row(null, null, 3L, "{\"b\": null, \"z\": [1]}", null),
            row(
                null,
                null,
                4L,
                "{\"a\": ",
                "line that is not a JSON object: it ends within the object"),
            row(null, null, 5L, "[1]", "line that is not a JSON object: it is an array"));
    assertThat(rows(List.of("line"), text))
        .containsExactly(
            row("one, two", 1L, "one, two", null),
            row("", 2L, "", null),
            row("three", 3L, "three", null));
    assertThat(rows(List.of("b", "a"), "parquet:" + parquet))
        .containsExactly(row("2020-01-31", "1", 1L, "{\"a\":1,\"b\":\"2020-01-31\"}", null));
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "false, 2"})
  void ofALargeFileAreTheSameHoweverItIsSplit(boolean isUnclosed, int linesAbove)
      throws IOException {
    var random = new Random(42);
    String above = linesAbove == 0 ? "" : "A title with a \"\r\n\n";
    var text = new StringBuilder("\uFEFF" + above + "id,text\r\n");
    var expected = new ArrayList<Row>();
    long line = 2 + linesAbove;
    for (int i = 0; text.length() < 14_000_000; i++) {
      // Runs without quotes, as most files have, and runs within which line feeds abound.
      boolean isWild = i / 4_000 % 3 == 1;
      String value = isWild ? wild(random) : "plain text " + i;
      String cell = isWild ? '"' + value.replace("\"", "\"\"") + '"' : value;
      text.append(i).append(',').append(cell).append('\n');
      expected.add(row(Integer.toString(i), value, line, i + "," + cell, null));
      line += 1 + value.chars().filter(c -> c == '\n').count();
    }
    if (isUnclosed) {
      text.append("-1,\"never closed\n");
      expected.add(row(null, null, line, "-1,\"never closed", "quote that is not closed"));
      text.append("-2,last\n");
      expected.add(row("-2", "last", line + 1, "-2,last", null));
    }
    Path file = file("large.csv", text.toString());

    Dataset<Row> raw = raw(List.of("id", "text"), "csv,skipRows=%d:%s".formatted(linesAbove, file));

    assertThat(raw.rdd().getNumPartitions()).isGreaterThan(1);
    List<Row> rows = raw.drop(RawRows.SOURCE, RawRows.FAULT_CODE).collectAsList();
    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).equals(expected.get(i))) {
        assertThat(rows.get(i)).isEqualTo(expected.get(i));
      }
    }
  }

  private static String wild(Random random) {
    var value = new StringBuilder();
    for (int i = random.nextInt(200); i > 0; i--) {
      value.append("a,\"\nö".charAt(random.nextInt(5)));
    }
    return value.toString();
  }
}
