package dev.p3.data.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;
import org.junit.jupiter.api.Test;

/** Held to Hadoop's LineReader, by which Spark itself reads text. */
class LineBlocksTest {
  private static final String MARK = "\uFEFF";

  /**
   * A text and how it is read.
   *
   * @param part how many bytes a part has
   */
  record Reading(String text, int part, int block) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Provide
  Arbitrary<Reading> readings() {
    Arbitrary<String> texts =
        Arbitraries.of("a", "bcdefghijklm", "\n", "\r", "\r\n", "é", "")
            .list()
            .ofMaxSize(40)
            .map(pieces -> String.join("", pieces));
    return Combinators.combine(
            texts, Arbitraries.integers().between(1, 100), Arbitraries.integers().between(1, 20))
        .as(Reading::new);
  }

  @Property(seed = "20261130", tries = 5_000)
  void haveEachLineOnceWhereverAPartBegins(@ForAll("readings") Reading reading) {
    var lines = new ArrayList<String>();
    for (byte[] block : blocks(reading)) {
      lines.addAll(lines(block));
    }

    assertThat(lines).isEqualTo(lines(reading.bytes()));
  }

  @Property(seed = "20261130", tries = 5_000)
  void leaveNoByteOut(@ForAll("readings") Reading reading) {
    var all = new ByteArrayOutputStream();
    blocks(reading).forEach(all::writeBytes);

    assertThat(all.toByteArray()).isEqualTo(reading.bytes());
  }

  @Property(seed = "20261130", tries = 5_000)
  void areCountedByTheirLines(@ForAll("readings") Reading reading) {
    assertThat(LineBlocks.count(reading.bytes())).isEqualTo(lines(reading.bytes()).size());
    for (byte[] block : blocks(reading)) {
      assertThat(LineBlocks.count(block)).isEqualTo(lines(block).size());
    }
  }

  @Property(seed = "20261130", tries = 1_000)
  void leaveAByteOrderMarkOut(@ForAll("readings") Reading reading) {
    var marked = new Reading(MARK + reading.text(), reading.part(), reading.block());
    var all = new ByteArrayOutputStream();
    blocks(marked).forEach(all::writeBytes);

    assertThat(all.toByteArray()).isEqualTo(reading.bytes());
  }

  @Test
  void takeWhatFitsABlockAndNoMore() {
    assertThat(blocks(new Reading("ab\ncd\nef\n", 100, 7)))
        .extracting(block -> new String(block, StandardCharsets.UTF_8))
        .containsExactly("ab\ncd\n", "ef\n");
  }

  @Test
  void belongToThePartInWhichTheirFirstLineBegins() {
    assertThat(blocks("ab\ncd\nef\n", 0, 4)).containsExactly("ab\ncd\n");
    assertThat(blocks("ab\ncd\nef\n", 4, 6)).isEmpty();
    assertThat(blocks("ab\ncd\nef\n", 6, 9)).containsExactly("ef\n");
  }

  @Test
  void readALongLineInFewSteps() throws IOException {
    var reads = new AtomicInteger();
    var in =
        new ByteArrayInputStream(new byte[20_000_000]) {
          @Override
          public int readNBytes(byte[] buffer, int at, int length) {
            reads.incrementAndGet();
            return super.readNBytes(buffer, at, length);
          }
        };
    try (var lines = new LineBlocks(in, 0, 1_000_000)) {
      assertThat(lines.next()).hasSize(20_000_000);
      assertThat(lines.next()).isNull();
    }
    assertThat(reads).hasValueLessThan(40);
  }

  private static List<String> blocks(String text, long from, long to) {
    return blocks(text.getBytes(StandardCharsets.UTF_8), from, to, 64).stream()
        .map(block -> new String(block, StandardCharsets.UTF_8))
        .toList();
  }

  private static List<byte[]> blocks(Reading reading) {
    byte[] bytes = reading.bytes();
    var blocks = new ArrayList<byte[]>();
    for (int from = 0; from < bytes.length; from += reading.part()) {
      int to = Math.min(from + reading.part(), bytes.length);
      blocks.addAll(blocks(bytes, from, to, reading.block()));
    }
    return blocks;
  }

  private static List<byte[]> blocks(byte[] file, long from, long to, int block) {
    int start = (int) LineBlocks.start(from);
    var in = new ByteArrayInputStream(Arrays.copyOfRange(file, start, file.length));
    try (var lines = new LineBlocks(in, from, to, block)) {
      var all = new ArrayList<byte[]>();
      for (byte[] next = lines.next(); next != null; next = lines.next()) {
        all.add(next);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(byte[] bytes) {
    try (var reader = new LineReader(new ByteArrayInputStream(bytes))) {
      var lines = new ArrayList<String>();
      var line = new Text();
      while (reader.readLine(line) > 0) {
        lines.add(line.toString());
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
