package dev.p3.data.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordsTest {
  /** A row that was read. */
  private record Read(long line, List<String> values, String fault, String raw) {}

  private static List<Read> read(String text, Map<String, String> options) {
    return read(text.getBytes(StandardCharsets.UTF_8), CsvDialect.csv(options, "test"));
  }

  private static List<Read> read(byte[] bytes, CsvDialect dialect) {
    var rows = new ArrayList<Read>();
    try (var records =
        new CsvRecords(new ByteArrayInputStream(bytes), Long.MAX_VALUE, dialect, 1, true)) {
      while (records.next()) {
        var values = new ArrayList<String>();
        for (int i = 0; i < records.fields(); i++) {
          values.add(records.value(i) == null ? null : records.value(i).toString());
        }
        rows.add(
            new Read(
                records.line(),
                values,
                records.fault() == null ? null : records.fault().reason(),
                records.raw().toString()));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return rows;
  }

  private static List<List<String>> values(String text) {
    return read(text, Map.of()).stream()
        .peek(row -> assertThat(row.fault()).isNull())
        .map(Read::values)
        .toList();
  }

  private static List<String> row(String... values) {
    return Arrays.asList(values);
  }

  /** The cases of csv-spectrum (BSD-2-Clause, max ogden) with the answers it gives. */
  @Nested
  class CsvSpectrum {
    @Test
    void commaInQuotes() {
      assertThat(values("first,last,address,city,zip\nJohn,Doe,120 any st.,\"Anytown, WW\",08123"))
          .containsExactly(
              row("first", "last", "address", "city", "zip"),
              row("John", "Doe", "120 any st.", "Anytown, WW", "08123"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void empty(String end) {
      assertThat(values("a,b,c" + end + "1,\"\",\"\"" + end + "2,3,4"))
          .containsExactly(row("a", "b", "c"), row("1", "", ""), row("2", "3", "4"));
    }

    @Test
    void escapedQuotes() {
      assertThat(values("a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n"))
          .containsExactly(row("a", "b"), row("1", "ha \"ha\" ha"), row("3", "4"));
    }

    @Test
    void json() {
      assertThat(
              values(
                  "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"coordinates\"\": [102.0, 0.5]}\"\n"))
          .containsExactly(
              row("key", "val"), row("1", "{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void newlines(String end) {
      assertThat(values("a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n".replace("\n", end)))
          .containsExactly(
              row("a", "b", "c"),
              row("1", "2", "3"),
              row("Once upon " + end + "a time", "5", "6"),
              row("7", "8", "9"));
    }

    @Test
    void quotesAndNewlines() {
      assertThat(values("a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n"))
          .containsExactly(row("a", "b"), row("1", "ha \n\"ha\" \nha"), row("3", "4"));
    }

    @Test
    void locationCoordinates() {
      assertThat(values("2095257564,37\uFFFD36'37.8\"N 121\uFFFD2'17.9\"W,Modesto,Stanislaus"))
          .containsExactly(
              row("2095257564", "37\uFFFD36'37.8\"N 121\uFFFD2'17.9\"W", "Modesto", "Stanislaus"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void simpleAndUtf8(String end) {
      assertThat(values("a,b,c" + end + "1,2,3" + end + "4,5,ʤ"))
          .containsExactly(row("a", "b", "c"), row("1", "2", "3"), row("4", "5", "ʤ"));
    }
  }

  @Test
  void tellsNullFromEmptyText() {
    assertThat(values(",\"\",\n")).containsExactly(row(null, "", null));
    assertThat(read("NA,\"NA\",\n", Map.of("nullValue", "NA")).get(0).values())
        .containsExactly(null, "NA", null);
  }

  @Test
  void knowsTheLineOnWhichARowBegins() {
    assertThat(read("a\r\n\"b\r\nc\nd\re\"\n\n\r\nf\rg\n\"h", Map.of()))
        .extracting(Read::line)
        .containsExactly(1L, 2L, 8L, 9L, 10L);
  }

  @Test
  void passesOverEmptyLinesAndComments() {
    assertThat(read("\n\n# no\na,b\r\r#\n", Map.of("comment", "#")))
        .extracting(Read::line, Read::values)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(4L, row("a", "b")));
  }

  @Test
  void keepsARowWithTextAfterAQuoteWholeAndGoesOn() {
    List<Read> rows = read("\"a\"b,c\nd,\"e\" ,f\ng\"h,i\n", Map.of());

    assertThat(rows)
        .extracting(Read::fault)
        .containsExactly("text after a closing quote", "text after a closing quote", null);
    assertThat(rows).extracting(Read::raw).containsExactly("\"a\"b,c", "d,\"e\" ,f", "g\"h,i");
    assertThat(rows.get(2).values()).containsExactly("g\"h", "i");
  }

  @Test
  void givesUpOneLineOnlyForAQuoteThatIsNeverClosed() {
    List<Read> rows = read("a,b\n1,\"x\n2,y\n3,z", Map.of());

    assertThat(rows)
        .extracting(Read::line, Read::raw, Read::fault)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, "a,b", null),
            org.assertj.core.groups.Tuple.tuple(2L, "1,\"x", "quote that is not closed"),
            org.assertj.core.groups.Tuple.tuple(3L, "2,y", null),
            org.assertj.core.groups.Tuple.tuple(4L, "3,z", null));
  }

  @Test
  void refusesBytesThatAreNoTextAndSaysWhich() {
    byte[] bytes = "ok\nM\u00fcller,Z\u00fcrich\nq\n".getBytes(StandardCharsets.ISO_8859_1);

    List<Read> rows = read(bytes, CsvDialect.csv(Map.of(), "test"));

    assertThat(rows)
        .extracting(Read::fault)
        .containsExactly(
            null, "byte FC is not text in the input's encoding (character 2 of the row)", null);
    assertThat(rows.get(1).raw()).isEqualTo("M\uFFFDller,Z\uFFFDrich");
  }

  @Test
  void refusesNulBytes() {
    assertThat(read("a,b\nx\0,y\n\"q\0\",z\n", Map.of()))
        .extracting(Read::fault)
        .containsExactly(
            null,
            "NUL byte in the row (a binary file, or text in UTF-16)",
            "NUL byte in the row (a binary file, or text in UTF-16)");
  }

  @Test
  void takesSeparatorsOfSeveralCharactersAndOtherQuotesAndEscapes() {
    assertThat(read("a, b,c, 'd, e'\n", Map.of("sep", ", ", "quote", "'")).get(0).values())
        .containsExactly("a", "b,c", "d, e");
    assertThat(read("\"a\\\"b\",\"c\\\\\",\"d\\n\"\"\"\n", Map.of("escape", "\\")).get(0).values())
        .containsExactly("a\"b", "c\\", "d\\n\"");
    assertThat(read("\"a\t\"b\n", Map.of("sep", "\\t", "quote", "")).get(0).values())
        .containsExactly("\"a", "\"b");
  }

  @Test
  void readsRowsLongerThanItsBufferWhereverTheyAreCut() {
    var random = new Random(7);
    var text = new StringBuilder();
    var expected = new ArrayList<List<String>>();
    for (int i = 0; i < 400; i++) {
      var values = new ArrayList<String>();
      for (int j = 0; j < 3; j++) {
        int length = random.nextInt(i == 200 ? 700_000 : 3_000);
        values.add("x\n\",\r\né".repeat(length / 7 + 1).substring(0, length));
        text.append(j == 0 ? "" : ",").append('"').append(values.get(j).replace("\"", "\"\""));
        text.append('"');
      }
      text.append(random.nextBoolean() ? "\r\n" : "\n");
      expected.add(values);
    }

    assertThat(values(text.toString())).isEqualTo(expected);
  }

  @Test
  void countsAFieldAfterTheLastSeparator() {
    assertThat(values("a,b,\nc,d,")).containsExactly(row("a", "b", null), row("c", "d", null));
    assertThat(values("")).isEmpty();
    assertThat(values("\n\n")).isEmpty();
  }
}
