package dev.p3.data.connect;

import static dev.p3.data.connect.StoredFiles.hadoop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.files.StagedOutput;
import dev.p3.data.raw.RawRows;
import dev.p3.table.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reader of p3 gives the rows that p3 has written as CSV, whatever is in them. */
class CsvSameRowsTest {
  private static final List<String> TEXTS =
      Arrays.asList(
          null,
          "",
          " ",
          "\t",
          "   ",
          "plain",
          " lead",
          "trail ",
          "a,b",
          ",",
          "\"",
          "\"\"",
          "\"q\"",
          "say \"hi\"",
          "\\",
          "\\\"",
          "ends \\",
          "\\N",
          "\\\\N",
          "\\\\\\N",
          "N",
          "NULL",
          "null",
          "\n",
          "\r",
          "\r\n",
          "a\nb",
          "a\rb",
          "a\r\nb",
          "\n\n",
          "x,\"\n\"",
          "\u2028",
          "\u0085",
          "\uFEFF",
          "\uFEFFmark",
          "#comment",
          "'",
          ";",
          "é€😀",
          "\u001f",
          "=1+1");

  /** Names that a reader could take for something else. */
  private static final List<String> NAMES =
      List.of(
          "a", " lead", "trail ", "q\"q", "c,c", "l\nl", "r\rr", "b\uFEFFm", "#x", "\\N", "é😀");

  private final SparkSession spark = LocalSpark.spark();
  @TempDir Path folder;

  static Stream<List<String>> columns() {
    return Stream.of(
        List.of("a"),
        List.of(" lead"),
        List.of("l\r\nl"),
        List.of("\uFEFFmark"),
        List.of(" "),
        NAMES);
  }

  @ParameterizedTest
  @MethodSource("columns")
  void textsAreTheSameWhateverTheColumnsAreCalled(List<String> names) throws IOException {
    Dataset<Row> rows = spark.createDataFrame(texts(names.size(), 7), text(names));

    requireSame(rows);
  }

  @Test
  void valuesOfEveryTypeAreTheSameAloneAndBesideATextWithNullsAmongThem() throws IOException {
    Dataset<Row> all =
        spark.sql(
            """
            select * from values
              (1, 5000000000, 0.1d, true, date'2020-02-29', timestamp'2020-02-29 12:34:56.789012'),
              (-2147483648, -9223372036854775808, -1.5e-300d, false, date'0001-01-01',
                timestamp'0001-01-01 00:00:00.000001'),
              (0, 0, double('NaN'), null, date'9999-12-31', timestamp'9999-12-31 23:59:59.999999'),
              (2147483647, 9223372036854775807, double('Infinity'), true, date'1582-10-15',
                timestamp'1969-12-31 23:59:59.5'),
              (null, null, null, null, null, null)
              as (whole, big, real, flag, day, moment)
            """);
    for (String name : List.of("whole", "moment")) {
      requireSame(all.select(name));
    }
    requireSame(all.withColumn("text", functions.lit("")));
  }

  @Test
  void aTextThatLooksLikeANumberBesideAnEmptyOneIsStillText() throws IOException {
    var schema = new StructType().add("n", "int").add("code", "string");
    List<Row> rows = List.of(RowFactory.create(1, "7"), RowFactory.create(2, ""));

    requireSame(spark.createDataFrame(rows, schema));
  }

  @Test
  void rowsThatAreNullEverywhereAreCounted() throws IOException {
    List<Row> nulls = Collections.nCopies(3, RowFactory.create((Object) null));
    for (String type : List.of("string", "int", "date")) {
      Path output = written(spark.createDataFrame(nulls, new StructType().add("a", type)));

      assertThat(table("csv:" + output).count()).isEqualTo(3);
      assertThat(raw(output, List.of("a"))).hasSize(3);
      // A header and a line for each row, none of them empty.
      assertThat(Files.readAllLines(onlyPart(output))).hasSize(4).noneMatch(String::isBlank);
    }
  }

  @Test
  void aHugeTextAndManyColumnsAreTheSame() throws IOException {
    String huge = "x\"\n,".repeat(1_000_000);
    List<String> names = IntStream.range(0, 300).mapToObj(i -> "c" + i).toList();
    Object[] wide = names.stream().map(name -> name.equals("c299") ? huge : null).toArray();
    Dataset<Row> rows = spark.createDataFrame(List.of(RowFactory.create(wide)), text(names));

    assertThat(table("csv,inferSchema=false:" + written(rows)).collectAsList())
        .isEqualTo(rows.collectAsList());
  }

  private void requireSame(Dataset<Row> rows) throws IOException {
    List<Row> expected = rows.collectAsList();
    List<Row> texts =
        rows.select(
                Arrays.stream(rows.columns())
                    .map(name -> Columns.named(name).cast("string").as(name))
                    .toArray(Column[]::new))
            .collectAsList();
    Path output = written(rows);

    assertThat(table("csv:" + output).collectAsList()).containsExactlyElementsOf(expected);
    assertThat(table("csv:" + onlyPart(output)).collectAsList())
        .containsExactlyElementsOf(expected);
    if (isText(rows)) {
      assertThat(table("csv,inferSchema=false:" + output).collectAsList())
          .containsExactlyElementsOf(texts);
    }
    List<Row> raw = raw(output, List.of(rows.columns()));
    assertThat(raw).hasSize(texts.size());
    if (isText(rows)) {
      assertThat(raw).containsExactlyElementsOf(texts);
    }
  }

  private static boolean isText(Dataset<Row> rows) {
    return Arrays.stream(rows.schema().fields())
        .allMatch(field -> field.dataType().equals(DataTypes.StringType));
  }

  private Path written(Dataset<Row> rows) throws IOException {
    Path path = folder.resolve("out.csv");
    StagedOutput output = StagedOutput.prepare(DataLocation.parse("csv:" + path), true, hadoop());
    output.write(rows.coalesce(1));
    output.attach("_p3/run.json", out -> out.write('1'));
    output.commit();
    List<Row> again = output.read(spark, rows.schema()).collectAsList();
    assertThat(again).hasSize((int) rows.count());
    return path;
  }

  private Dataset<Row> table(String uri) {
    return new Sources(spark).table(List.of(StoredFiles.find(uri)));
  }

  /** Without the faults of rows, of which there must be none. */
  private List<Row> raw(Path output, List<String> names) {
    Dataset<Row> rows = new Sources(spark).raw(List.of(StoredFiles.find("csv:" + output)), names);
    assertThat(rows.where(Columns.named(RawRows.FAULT).isNotNull()).collectAsList()).isEmpty();
    return rows.select(names.stream().map(Columns::named).toArray(Column[]::new)).collectAsList();
  }

  private static Path onlyPart(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Each text in each column, beside others by chance. */
  private static List<Row> texts(int columns, int seed) {
    var random = new Random(seed);
    var shuffled = new ArrayList<List<String>>();
    for (int i = 0; i < columns; i++) {
      var column = new ArrayList<>(TEXTS);
      Collections.shuffle(column, random);
      shuffled.add(column);
    }
    return IntStream.range(0, TEXTS.size())
        .mapToObj(
            row -> RowFactory.create(shuffled.stream().map(column -> column.get(row)).toArray()))
        .toList();
  }

  private static StructType text(List<String> names) {
    var schema = new StructType();
    for (String name : names) {
      schema = schema.add(name, DataTypes.StringType);
    }
    return schema;
  }
}
