package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineDecoderTest {
  private static final Charset SHIFT_JIS = Charset.forName("Shift_JIS");

  @ParameterizedTest
  @CsvSource({
    "lone continuation byte,    61 80 62,          1",
    "two continuation bytes,    61 80 BF 62,       2",
    "two of three bytes,        61 E2 82 62,       2",
    "three of four bytes,       61 F0 9F 98 62,    3",
    "two bytes at the end,      61 E2 82,          2",
    "one byte at the end,       61 C3,             1",
    "overlong slash,            61 C0 AF 62,       2",
    "overlong of three bytes,   61 E0 80 AF 62,    3",
    "overlong of four bytes,    61 F0 80 80 AF 62, 4",
    "high surrogate,            61 ED A0 80 62,    3",
    "surrogate pair,            ED A0 BD ED B8 80, 6",
    "beyond U+10FFFF,           61 F4 90 80 80 62, 4",
    "bytes that never occur,    61 FE FF 62,       2",
  })
  void countsEveryByteThatIsNotUtf8(String fault, String hex, long malformed) {
    var decoder = new LineDecoder(UTF_8);

    String text = decoder.decode(bytes(hex));

    assertThat(decoder.malformedBytes()).as(fault).isEqualTo(malformed);
    assertThat(text).contains("\uFFFD");
    assertThat(text.replace("\uFFFD", ""))
        .isEqualTo(new String(bytes(hex), UTF_8).replace("\uFFFD", ""));
  }

  @Test
  void putsReplacementCharactersInPlaceOfMalformedBytesOnly() {
    assertThat(new LineDecoder(UTF_8).decode(bytes("61 80 C3 A9 E2 82 62")))
        .isEqualTo("a\uFFFDé\uFFFDb");
  }

  @Test
  void countsNoReplacementCharacterThatStandsInTheText() {
    var decoder = new LineDecoder(UTF_8);

    assertThat(decoder.decode("a\uFFFDb\uFFFD".getBytes(UTF_8))).isEqualTo("a\uFFFDb\uFFFD");
    assertThat(decoder.malformedBytes()).isZero();

    decoder.decode(bytes("EF BF BD 80"));
    assertThat(decoder.malformedBytes()).isOne();
  }

  @Test
  void sumsOverLinesUntilTheSumIsTaken() {
    var decoder = new LineDecoder(UTF_8);
    decoder.decode(bytes("80"));
    decoder.decode("clean".getBytes(UTF_8));
    decoder.decode(bytes("80 80"));

    assertThat(decoder.takeMalformedBytes()).isEqualTo(3);
    assertThat(decoder.malformedBytes()).isZero();
    assertThat(decoder.takeMalformedBytes()).isZero();

    decoder.decode(bytes("FF"));
    assertThat(decoder.takeMalformedBytes()).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 5000})
  void countsOnLinesOfAnyLength(int length) {
    byte[] line = "é".repeat(length).getBytes(UTF_8);
    line[line.length - 1] = 'x';
    var decoder = new LineDecoder(UTF_8);

    assertThat(decoder.decode(line)).isEqualTo("é".repeat(length - 1) + "\uFFFDx");
    assertThat(decoder.malformedBytes()).isOne();
  }

  @Test
  void countsAMillionMalformedBytesOfOneLine() {
    byte[] line = new byte[1_000_000];
    Arrays.fill(line, (byte) 0x80);
    var decoder = new LineDecoder(UTF_8);
    decoder.decode(line);

    assertThat(decoder.malformedBytes()).isEqualTo(1_000_000);
  }

  @Test
  void takesEveryByteForTextInLatin1() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    var decoder = new LineDecoder(ISO_8859_1);

    assertThat(decoder.decode(all)).isEqualTo(new String(all, ISO_8859_1)).hasSize(256);
    assertThat(decoder.malformedBytes()).isZero();
  }

  @Test
  void decodesShiftJisAndCountsWhatIsNot() {
    var decoder = new LineDecoder(SHIFT_JIS);

    assertThat(decoder.decode(bytes("93 FA 96 7B 8C EA 20 B1"))).isEqualTo("日本語 ｱ");
    assertThat(decoder.malformedBytes()).isZero();

    assertThat(decoder.decode(bytes("93 FA 96"))).isEqualTo("日\uFFFD");
    assertThat(decoder.malformedBytes()).isOne();
  }

  @Test
  void decodesUtf16ByItsMarkAndCountsWhatIsNot() {
    assertThat(new LineDecoder(UTF_16).decode(bytes("FE FF 00 61 D8 3D DE 00"))).isEqualTo("a😀");
    assertThat(new LineDecoder(UTF_16).decode(bytes("FF FE 61 00"))).isEqualTo("a");
    assertThat(new LineDecoder(UTF_16BE).decode(bytes("00 61"))).isEqualTo("a");

    var unpaired = new LineDecoder(UTF_16LE);
    unpaired.decode(bytes("61 00 3D D8 62 00"));
    assertThat(unpaired.malformedBytes()).isPositive();

    var odd = new LineDecoder(UTF_16LE);
    assertThat(odd.decode(bytes("61 00 62"))).isEqualTo("a\uFFFD");
    assertThat(odd.malformedBytes()).isOne();
  }

  @Test
  void decodesAnEmptyLine() {
    var decoder = new LineDecoder(UTF_8);

    assertThat(decoder.decode(new byte[0])).isEmpty();
    assertThat(decoder.malformedBytes()).isZero();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.ofDelimiter(" ").parseHex(hex);
  }
}
