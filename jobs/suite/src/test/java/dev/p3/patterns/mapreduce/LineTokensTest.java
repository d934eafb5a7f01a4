package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTokensTest {
  /** Text of several scripts, and bytes that are none in one encoding or another. */
  private static final List<byte[]> PIECES =
      List.of(
          "whale ".getBytes(UTF_8),
          "don’t ".getBytes(UTF_8),
          "Straße ".getBytes(UTF_8),
          "鯨は".getBytes(UTF_8),
          "日本".getBytes(Charset.forName("ISO-2022-JP")),
          new byte[] {0x1B, '$', 'B'},
          new byte[] {(byte) 0xE2, (byte) 0x80},
          new byte[] {(byte) 0xFF},
          new byte[] {0});

  private static final List<String> ENDS = List.of("\n", "\r\n", "\r", "\n\n");

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "US-ASCII", "ISO-8859-1", "Shift_JIS", "ISO-2022-JP"})
  void ofManyLinesAreThoseOfEach(String encoding) {
    var random = new Random(20261130);
    for (int round = 0; round < 300; round++) {
      var lines = new ArrayList<byte[]>();
      var text = new ByteArrayOutputStream();
      for (int i = random.nextInt(6); i >= 0; i--) {
        var line = new ByteArrayOutputStream();
        for (int j = random.nextInt(6); j > 0; j--) {
          line.writeBytes(PIECES.get(random.nextInt(PIECES.size())));
        }
        lines.add(line.toByteArray());
        text.writeBytes(line.toByteArray());
        text.writeBytes(ENDS.get(random.nextInt(ENDS.size())).getBytes(UTF_8));
      }
      for (Tokens kind : Tokens.values()) {
        var ofEach = new LineTokens(kind, Charset.forName(encoding), Set.of());
        var ofAll = new LineTokens(kind, Charset.forName(encoding), Set.of());
        List<String> expected = new ArrayList<>();
        lines.forEach(line -> ofEach.forEach(line, expected::add));
        List<String> tokens = new ArrayList<>();
        ofAll.forEach(text.toByteArray(), tokens::add);

        assertThat(tokens).isEqualTo(expected);
        assertThat(ofAll.takeMalformedBytes()).isEqualTo(ofEach.takeMalformedBytes());
        assertThat(counted(ofAll, text.toByteArray())).isEqualTo(counted(expected));
        assertThat(ofAll.takeMalformedBytes()).isEqualTo(malformed(ofEach, lines));
      }
    }
  }

  /** Of a String per token, as the pattern's twin has them. */
  private static TreeMap<String, Integer> counted(List<String> tokens) {
    var counts = new TreeMap<String, Integer>();
    tokens.forEach(token -> counts.merge(token, 1, Integer::sum));
    return counts;
  }

  private static TreeMap<String, Integer> counted(LineTokens tokens, byte[] text) {
    var counts = new TreeMap<String, Integer>();
    tokens.forEachInUtf8(
        text,
        (bytes, from, to) ->
            counts.merge(new String(bytes, from, to - from, UTF_8), 1, Integer::sum));
    return counts;
  }

  private static long malformed(LineTokens tokens, List<byte[]> lines) {
    lines.forEach(line -> tokens.forEachInUtf8(line, (bytes, from, to) -> {}));
    return tokens.takeMalformedBytes();
  }
}
