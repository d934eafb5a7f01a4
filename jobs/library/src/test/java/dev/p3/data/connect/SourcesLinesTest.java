package dev.p3.data.connect;

import static dev.p3.data.connect.StoredFiles.hadoop;
import static dev.p3.data.connect.StoredFiles.write;
import static dev.p3.data.connect.StoredFiles.writeTruncated;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.data.files.TextCheck;
import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesLinesTest {
  private final Sources sources = new Sources(LocalSpark.spark());
  @TempDir Path folder;

  private Dataset<Row> rows(Charset encoding, String... uris) {
    return sources.lines(Arrays.stream(uris).map(StoredFiles::find).toList(), encoding, false);
  }

  private List<String> lines(Charset encoding, String... uris) {
    return rows(encoding, uris).collectAsList().stream()
        .map(row -> new String(row.<byte[]>getAs("value"), encoding))
        .toList();
  }

  private String file(String name, String text, Charset encoding) {
    return write(folder.resolve(name), text.getBytes(encoding)).toString();
  }

  @Nested
  class InOneByteUnits {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "a.txt",
          "a.txt.gz",
          "a.log.zst",
          "a b.md",
          "[x]*,{y}=1.txt",
          "noextension",
          "data.csv"
        })
    void areReadWhateverTheFilesName(String name) {
      String path = file(name, "first\n\nsecond €\r\nlast", UTF_8);

      assertThat(lines(UTF_8, path)).containsExactly("first", "", "second €", "last");
      assertThat(rows(UTF_8, path).schema().simpleString()).isEqualTo("struct<value:binary>");
    }

    @Test
    void keepTheirBytes() {
      byte[] malformed = {(byte) 0xC3, '(', (byte) 0xFF, '\n', (byte) 0xE4};
      write(folder.resolve("a.txt"), malformed);

      assertThat(lines(ISO_8859_1, folder.resolve("a.txt").toString())).containsExactly("Ã(ÿ", "ä");
    }

    @Test
    void areNoneInAnEmptyFile() {
      assertThat(lines(UTF_8, file("a.txt", "", UTF_8))).isEmpty();
      assertThat(lines(UTF_8, file("a.txt.gz", "", UTF_8))).isEmpty();
      assertThat(lines(UTF_8, file("a.txt.zst", "", UTF_8))).isEmpty();
    }

    @Test
    void areThoseOfSeveralFilesAndFolders() {
      file("dir/a.txt", "1\n", UTF_8);
      file("dir/sub/b.txt", "2\n", UTF_8);
      file("dir/.hidden", "3\n", UTF_8);

      assertThat(lines(UTF_8, folder + "/dir", file("c.txt.gz", "4\n", UTF_8)))
          .containsExactlyInAnyOrder("1", "2", "4");
    }
  }

  @Nested
  class InBlocks {
    private Dataset<Row> blocks(Charset encoding, String... uris) {
      return sources.lines(Arrays.stream(uris).map(StoredFiles::find).toList(), encoding, true);
    }

    private List<String> texts(Charset encoding, String... uris) {
      return blocks(encoding, uris).as(Encoders.BINARY()).collectAsList().stream()
          .map(block -> new String(block, encoding))
          .toList();
    }

    @Test
    void areManyInAValueAndKeepTheirEnds() {
      String text = "first\n\nsecond €\r\nlast";

      assertThat(texts(UTF_8, file("a.txt", text, UTF_8))).containsExactly(text);
      assertThat(texts(UTF_8, file("empty.txt", "", UTF_8))).isEmpty();
      assertThat(blocks(UTF_8, file("a.txt", text, UTF_8)).schema().simpleString())
          .isEqualTo("struct<value:binary>");
    }

    @Test
    void areThoseOfSeveralFilesAndFolders() {
      file("dir/a.txt", "1\n", UTF_8);
      file("dir/sub/b.txt", "2", UTF_8);

      assertThat(texts(UTF_8, folder + "/dir", file("c.txt", "3\n4", UTF_8)))
          .containsExactlyInAnyOrder("1\n", "2", "3\n4");
    }

    @Test
    void areLinesWhereBytesAreNotAsTheyWereOrOptionsSayMore() {
      assertThat(texts(UTF_8, file("a.txt.gz", "1\n2\n", UTF_8))).containsExactly("1", "2");
      assertThat(texts(UTF_16, file("a.txt", "1\n2\n", UTF_16))).containsExactly("1", "2");
      assertThat(texts(UTF_8, "text,lineSep=;:" + file("b.txt", "1\n;2", UTF_8)))
          .containsExactly("1\n", "2");
    }

    @Test
    void areCountedAsLinesByTasks() throws TimeoutException {
      String path = file("a.txt", "one\r\ntwo\n\nfour".repeat(30_000), UTF_8);
      var read = new AtomicLong();
      var listener =
          new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd task) {
              read.addAndGet(task.taskMetrics().inputMetrics().recordsRead());
            }
          };
      LocalSpark.spark().sparkContext().addSparkListener(listener);
      try {
        assertThat(texts(UTF_8, path)).hasSizeGreaterThan(1);
        LocalSpark.spark().sparkContext().listenerBus().waitUntilEmpty(60_000);
      } finally {
        LocalSpark.spark().sparkContext().removeSparkListener(listener);
      }

      assertThat(read).hasValue(3 * 30_000 + 1);
    }

    /** So large that Spark's own splits would cut lines, and blocks end within them. */
    @Test
    void areAllThereInSplitsOfALargeFile() {
      var text = new StringBuilder();
      for (int i = 0; text.length() < 12_000_000; i++) {
        text.append(i).append("x".repeat(i % 1000)).append(i % 3 == 0 ? "\r\n" : "\n");
      }
      String path = file("large.txt", text.toString(), UTF_8);

      assertThat(blocks(UTF_8, path).rdd().getNumPartitions()).isGreaterThan(1);
      assertThat(String.join("", texts(UTF_8, path))).isEqualTo(text.toString());
    }
  }

  @Nested
  class InWiderUnits {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "UTF-16",
          "UTF-16LE",
          "UTF-16BE",
          "x-UTF-16LE-BOM",
          "UTF-32",
          "UTF-32LE",
          "UTF-32BE"
        })
    void endAtLineFeedsAndNotInsideCharacters(String encoding) {
      // U+010A and U+0A0A, U+0A41 and U+0D0A hold the bytes 0A and 0D.
      String text = "\u010A\u0A0A\n\nx\u0A41\u0D0A😀\r\nlast";
      Charset charset = Charset.forName(encoding);

      assertThat(lines(charset, file("a.txt", text, charset)))
          .containsExactly("\u010A\u0A0A", "", "x\u0A41\u0D0A😀", "last");
      assertThat(lines(charset, file("b [1],{2}.txt.gz", text + "\n", charset))).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, UTF-16", "UTF-16BE, UTF-16", "UTF-32LE, UTF-32", "UTF-32BE, UTF-32"})
    void areDecodedByTheByteOrderMark(String written, String read) {
      String path = file("a.txt", "\uFEFFone\ntwo\n", Charset.forName(written));

      assertThat(lines(Charset.forName(read), path)).containsExactly("one", "two");
      assertThat(lines(Charset.forName(written), path)).containsExactly("one", "two");
    }

    @Test
    void areNoneInAnEmptyFileOrAMarkAlone() {
      assertThat(lines(UTF_16, file("a.txt", "", UTF_16))).isEmpty();
      write(folder.resolve("b.txt"), new byte[] {(byte) 0xFF, (byte) 0xFE});
      assertThat(lines(UTF_16, folder.resolve("b.txt").toString())).isEmpty();
    }

    @Test
    void areNoneInAFinishedOutputWithoutFiles() {
      write(folder.resolve("out/_SUCCESS"), "");

      assertThat(lines(UTF_16, "text:" + folder.resolve("out"))).isEmpty();
      assertThat(lines(UTF_8, "text:" + folder.resolve("out"))).isEmpty();
    }

    @Test
    void keepHalfACharacterAtTheEnd() {
      write(folder.resolve("a.txt"), new byte[] {0, 'a', 0, '\n', 0, 'b', 0});

      assertThat(lines(UTF_16, folder.resolve("a.txt").toString())).containsExactly("a", "b\uFFFD");
    }
  }

  @ParameterizedTest
  @CsvSource({"a.txt.gz, UTF-8", "a.txt.zst, UTF-8", "a.txt.gz, UTF-16LE", "a.txt.zst, UTF-16LE"})
  void failForATruncatedFile(String name, String encoding) {
    byte[] noise = new byte[400_000];
    new Random(7).nextBytes(noise);
    String path = writeTruncated(folder.resolve(name), noise).toString();

    assertThatThrownBy(() -> lines(Charset.forName(encoding), path)).isInstanceOf(Exception.class);
  }

  @Nested
  class OfTables {
    @Test
    void areTheOnlyColumnOrTheOneNamedValueAndNeedNoDecoding() {
      assertThat(texts("csv:" + file("a.txt", "word\nx\n\"y,é\"\n", UTF_8)))
          .containsExactlyInAnyOrder("x", "y,é");
      assertThat(texts("json:" + file("b.txt", "{\"id\":1,\"value\":\"v\"}\n", UTF_8)))
          .containsExactly("v");
    }

    @Test
    void areNotMixedWithText() {
      String table = "csv:" + file("a.csv", "w\nx\n", UTF_8);
      String text = file("b.txt", "y\n", UTF_8);

      assertThatThrownBy(() -> lines(UTF_8, table, text))
          .isInstanceOf(BadUsageException.class)
          .hasMessageContaining("give either text or tables");
    }

    private List<String> texts(String uri) {
      return rows(UTF_16, uri).as(Encoders.STRING()).collectAsList();
    }

    @Test
    void areRefusedWhenThereAreSeveralColumns() {
      String uri = "csv:" + file("a.csv", "p,q\n1,2\n", UTF_8);

      assertThatThrownBy(() -> lines(UTF_8, uri))
          .isInstanceOf(BadUsageException.class)
          .hasMessageStartingWith("Cannot read '" + uri + "' as lines: its columns are p, q");
    }
  }

  @Nested
  class OfABinaryFile {
    private static final byte[] BINARY = {'a', 'b', 0, 'c'};

    private void check(String uri, Charset encoding) {
      TextCheck.requireText(StoredFiles.find(uri), encoding, hadoop());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.bin", "a.txt.gz", "a.txt.zst"})
    void areRefusedWithThePlaceOfTheNulByte(String name) {
      Path path = write(folder.resolve(name), BINARY);

      assertThatThrownBy(() -> check(path.toString(), UTF_8))
          .isInstanceOf(BadUsageException.class)
          .hasMessageStartingWith(
              "Cannot read '%s' as text: %s has a NUL byte at offset 2", path, name)
          .hasMessageContaining("--encoding UTF-16")
          .hasMessageEndingWith("write text,binary=true:%s to read it all the same", path);
    }

    @Test
    void areReadWhenAskedForOrWhenNulBytesAreToBeExpected() {
      Path path = write(folder.resolve("a.bin"), BINARY);

      assertThatCode(() -> check("text,binary=true:" + path, UTF_8)).doesNotThrowAnyException();
      assertThatCode(() -> check(path.toString(), UTF_16)).doesNotThrowAnyException();
      assertThatCode(() -> check("csv:" + path, UTF_8)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gz", "a.zst"})
    void areLeftToTheReaderWhenTheCompressionIsDamaged(String name) throws IOException {
      Files.writeString(folder.resolve(name), "not compressed at all");

      assertThatCode(() -> check(folder.resolve(name).toString(), UTF_8))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> lines(UTF_8, folder.resolve(name).toString()))
          .isInstanceOf(Exception.class);
    }
  }
}
