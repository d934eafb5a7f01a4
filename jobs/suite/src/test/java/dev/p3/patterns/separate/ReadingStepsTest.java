package dev.p3.patterns.separate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.connect.Connectors;
import dev.p3.data.connect.Sources;
import dev.p3.data.raw.RawRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows whose values the scan reads are held to those that expressions read, and to the twin's. */
class ReadingStepsTest {
  private static final TableSchema SCHEMA =
      TableSchema.parse(
          "i int check (i > -40), n int not null, l bigint, d double check (d < 1e9), f float,"
              + " day date, at timestamp not null, local timestamp_ntz, t string, o boolean");
  private static final int COLUMNS = 10;

  private final SparkSession spark = LocalSpark.spark();
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"csv:", "csv,nullValue=-7:", "csv,extraFields=ignore:"})
  void random_rows_are_read_as_by_expressions(String prefix) throws IOException {
    Dataset<Row> raw = raw(prefix, csv(new Random(prefix.length())));
    assertThat(Ingest.clean(raw, SCHEMA).queryExecution().analyzed().toString())
        .contains(RawRows.usual(0));
    for (WhichFaults which : WhichFaults.values()) {
      List<Row> read = Ingest.clean(raw, SCHEMA, which).collectAsList();
      // A scan with anything above it is no scan whose values could be read.
      assertSame(read, Ingest.clean(raw.coalesce(1), SCHEMA, which).collectAsList());
      assertSame(read, Tangled.clean(raw, SCHEMA, which).collectAsList());
    }
  }

  private static void assertSame(List<Row> read, List<Row> expected) {
    assertThat(read).hasSameSizeAs(expected).hasSizeGreaterThan(1500);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i)).isEqualTo(expected.get(i));
    }
  }

  private String csv() {
    return folder.resolve("rows.csv").toString();
  }

  private Dataset<Row> raw(String prefix, String text) throws IOException {
    Files.writeString(Path.of(csv()), text);
    DataLocation location = DataLocation.parse(prefix + csv());
    return new Sources(spark)
        .raw(
            List.of(Connectors.find(location, spark.sparkContext().hadoopConfiguration())),
            SCHEMA.names());
  }

  private static String csv(Random random) {
    var text = new StringBuilder("i,n,l,d,f,day,at,local,t,o\n");
    for (int row = 0; row < 2000; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        text.append(column == 0 ? "" : ",").append(value(column, random));
      }
      text.append(random.nextInt(100) == 0 ? ",more\n" : "\n");
    }
    return text.toString();
  }

  /** Mostly as usual; now and then what is unusual, faulty, quoted or nothing. */
  private static String value(int column, Random random) {
    String usual =
        switch (column) {
          case 0, 1 -> Integer.toString(random.nextInt(120) - 50);
          case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
          case 3, 4 -> Double.toString((random.nextInt(20_001) - 10_000) / 64.0);
          case 5 -> String.format("%04d-%02d-%02d", 1 + random.nextInt(3000), 1, 31);
          case 6, 7 ->
              String.format(
                  "20%02d-03-%02d%s%02d:30:59",
                  random.nextInt(99),
                  1 + random.nextInt(31),
                  random.nextBoolean() ? " " : "T",
                  random.nextInt(25));
          case 8 -> "text " + random.nextInt(9);
          default -> random.nextBoolean() ? "true" : "n";
        };
    return switch (random.nextInt(60)) {
      case 0 -> "";
      case 1 -> '"' + usual + '"';
      case 2 -> " " + usual + " ";
      case 3 -> "\"\"";
      case 4 -> "+" + usual;
      case 5 -> "00" + usual;
      case 6 -> usual + "e1";
      case 7 -> usual + "9876543210";
      case 8 -> "-0";
      // Of the others the twin takes control characters, too.
      case 9 -> column < 3 ? "\t" + usual + "\u0001" : usual;
      case 10 -> usual + " min";
      case 11 -> "\"a\"\"b\"";
      case 12 -> "NaN";
      case 13 -> "2001/1/31";
      case 14 -> "-7";
      case 15 -> ".";
      case 16 -> "-";
      default -> usual;
    };
  }
}
