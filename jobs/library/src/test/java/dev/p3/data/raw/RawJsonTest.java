package dev.p3.data.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.InputReading;
import dev.p3.data.ReadingNotes;
import dev.p3.data.StoredInput;
import dev.p3.data.connect.Connectors;
import dev.p3.data.connect.Sources;
import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawJsonTest {
  private final SparkSession spark = LocalSpark.spark();
  private final ReadingNotes notes = new ReadingNotes();
  @TempDir Path folder;

  private List<Row> rows(List<String> columns, String... lines) throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), String.join("\n", lines) + "\n");
    StoredInput input =
        Connectors.find(
            DataLocation.parse(file.toString()), spark.sparkContext().hadoopConfiguration());
    return new Sources(new InputReading(spark, notes))
        .raw(List.of(input), columns)
        .orderBy(RawRows.LINE)
        .collectAsList();
  }

  private List<String> values(String... values) throws IOException {
    String[] lines = new String[values.length];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "{\"before\": [1.0], \"a\": " + values[i] + ", \"after\": 1}";
    }
    return rows(List.of("a"), lines).stream().map(row -> row.getString(0)).toList();
  }

  private List<String> faults(List<String> columns, String... lines) throws IOException {
    return rows(columns, lines).stream().map(row -> row.<String>getAs(RawRows.FAULT)).toList();
  }

  @Test
  void givesEveryValueAsItStandsInTheText() throws IOException {
    String[] asTheyStand = {
      "12345678901234567890.12",
      "100000.10",
      "1e400",
      "-1E-400",
      "-0",
      "-0.00",
      "12345678901234567890123456789012345678901234567890",
      "9".repeat(5000),
      "0." + "1".repeat(40_000),
      "true",
      "NaN",
      "{\"c\": 1.10, \"d\":[ 2e5,\"x\\u0041\" ]}",
      "[]",
      "[".repeat(3000) + "]".repeat(3000),
      "{\"日本\": \"" + "ü".repeat(40_000) + "\", \"a\":1, \"a\":2}"
    };

    assertThat(values(asTheyStand)).containsExactly(asTheyStand);
  }

  @Test
  void givesTheCharactersOfStringsAndNullForNull() throws IOException {
    assertThat(values("\"100000.10\"", "\"\\u0041\\n\\\"\"", "'x'", "\"\\ud83d\\ude00\"", "null"))
        .containsExactly("100000.10", "A\n\"", "x", "😀", null);
  }

  @Test
  void takesTheKeyOfTheExactNameOrTheOnlyOneInAnotherCase() throws IOException {
    List<Row> rows =
        rows(
            List.of("id", "user.Name"),
            "{\"ID\":1,\"USER.NAME\":\"a\"}",
            "{\"ID\":2,\"id\":3,\"Id\":4}",
            "{\"id\":5,\"ID\":6,\"user\":{\"Name\":7}}",
            "{\"ID\":8,\"Id\":9}",
            "{\"id\":10,\"id\":10}");

    assertThat(rows).extracting(row -> row.getString(0)).containsExactly("1", "3", "5", null, null);
    assertThat(rows)
        .extracting(row -> row.getString(1))
        .containsExactly("a", null, null, null, null);
    assertThat(rows)
        .extracting(row -> row.<String>getAs(RawRows.FAULT))
        .containsExactly(
            null, null, null, "line with keys 'ID' and 'Id'", "line with keys 'id' and 'id'");
    assertThat(notes.warnings()).isEmpty();
  }

  @Test
  void saysWhyALineIsNoObject() throws IOException {
    String no = "line that is not a JSON object: ";
    assertThat(
            faults(
                List.of("a"),
                "{\"a\":1} ",
                "[{\"a\":2}]",
                "[",
                "{\"a\":3},",
                "{\"a\":4}{\"a\":5}",
                "{\"a\":6} x",
                "{\"a\":",
                "\"a\"",
                "7",
                "null",
                "true",
                "a,b",
                "]",
                "{\"a\":011}",
                "{\"a\":\"\\ud83d\"}",
                "{\"b\":\"\\ud83d\"}"))
        .containsExactly(
            null,
            no + "it is an array",
            no + "it begins an array that goes on in other lines",
            no + "there is more after the object",
            no + "there is more after the object",
            no + "there is more after the object",
            no + "it ends within the object",
            no + "it is a string",
            no + "it is a number",
            no + "it is null",
            no + "it is a boolean",
            no + "it is no JSON",
            no + "it is no JSON",
            no + "Invalid numeric value: Leading zeroes not allowed, character 7",
            "line with half a character in 'a' (a surrogate without its other half)",
            null);
  }

  @Test
  void tellsOfColumnsThatNoObjectHad() throws IOException {
    rows(List.of("userid", "n"), "{\"user_id\":1}", "{\"user_id\":2,\"N\":null}");

    assertThat(notes.warnings())
        .singleElement()
        .asString()
        .contains("no JSON object", "has a key 'userid'", "(the keys are n, user_id)")
        .endsWith("Did you mean 'user_id'?");
  }

  @Test
  void refusesAnArrayBeforeItIsRead() {
    for (String array : List.of("[\n{\"a\":1},\n{\"a\":2}\n]", "\n [{\"a\":1},{\"a\":2}]")) {
      assertThatExceptionOfType(BadUsageException.class)
          .isThrownBy(() -> rows(List.of("a"), array))
          .withMessageContaining("a.json is a JSON array (must be one JSON object on each line)");
    }
  }
}
