package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiTextTest {
  @Test
  void seesAByteThatIsNotAsciiWhereverItStands() {
    for (int length = 0; length < 40; length++) {
      byte[] text = "a".repeat(length).getBytes(US_ASCII);
      assertThat(AsciiText.isAscii(text)).isTrue();
      for (int i = 0; i < length; i++) {
        text[i] = (byte) 0x80;
        assertThat(AsciiText.isAscii(text)).as("%d of %d", i, length).isFalse();
        text[i] = 'a';
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTF-8", "US-ASCII", "ISO-8859-1", "ISO-8859-15", "windows-1251", "KOI8-R"})
  void knowsEncodingsThatBeginWithAscii(String encoding) {
    assertThat(AsciiText.isWithin(Charset.forName(encoding))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTF-16", "UTF-16LE", "UTF-32", "Shift_JIS", "ISO-2022-JP", "GB18030", "IBM037"})
  void knowsEncodingsInWhichBytesOfAsciiMayBeOtherText(String encoding) {
    assertThat(AsciiText.isWithin(Charset.forName(encoding))).isFalse();
  }

  @Test
  void findsTheTokensOfRandomTextAsOnStrings() {
    var random = new Random(11);
    var plain = new Tokenizer.BetweenWhiteSpace();
    for (int i = 0; i < 50_000; i++) {
      byte[] text = new byte[random.nextInt(random.nextInt(8) == 0 ? 150 : 20)];
      for (int j = 0; j < text.length; j++) {
        text[j] = (byte) (random.nextBoolean() ? random.nextInt(0x80) : 8 + random.nextInt(30));
      }
      List<String> expected = new ArrayList<>();
      plain.forEach(new String(text, US_ASCII), expected::add);
      List<String> tokens = new ArrayList<>();
      AsciiText.betweenWhiteSpace(
          AsciiText.padded(text),
          text.length,
          (bytes, from, to) -> tokens.add(new String(bytes, from, to - from, US_ASCII)));
      assertThat(tokens).isEqualTo(expected);
    }
  }
}
