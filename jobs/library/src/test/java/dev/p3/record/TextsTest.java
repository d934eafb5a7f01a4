package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.ByteBufferOutput;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final int LONG = 3_000;
  private static final List<BiConsumer<Output, String>> WAYS =
      List.of(Texts::write, Texts::writeOwnBytes, Texts::writeCopy);

  /** ASCII, Latin-1 and all of UTF-16, surrogates without a partner too, and mixtures of these. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> ascii = letters(1, '\u007F');
    Arbitrary<String> any = letters(0, Character.MAX_VALUE);
    return Arbitraries.oneOf(
        ascii,
        letters(0, '\u00FF'),
        any,
        letters(Character.MIN_SURROGATE, Character.MAX_SURROGATE),
        ascii.flatMap(before -> letters('?', '\u00FF').map(after -> before + after)),
        ascii.flatMap(before -> any.map(after -> before + after)));
  }

  private static Arbitrary<String> letters(int first, int last) {
    StringArbitrary letters = Arbitraries.strings().withCharRange((char) first, (char) last);
    return Arbitraries.frequencyOf(
        Tuple.of(5, letters.ofMaxLength(40)),
        Tuple.of(1, letters.ofMinLength(LONG / 2).ofMaxLength(LONG)));
  }

  @Test
  void sparksSettingsOpenStrings() {
    assertThat(StringInternals.OPEN).isTrue();
  }

  @Property(seed = "20261130", tries = 2_000)
  void everyWayOfWritingGivesTheSameBytesAndTheTextComesBack(@ForAll("texts") String text) {
    byte[] expected = roomy(Texts::writeCopy, text);
    for (BiConsumer<Output, String> way : WAYS) {
      assertThat(roomy(way, text)).isEqualTo(expected);
      assertThat(growing(way, text)).isEqualTo(expected);
      assertThat(direct(way, text)).isEqualTo(expected);
      for (int buffer = 1; buffer < 20; buffer += 6) {
        assertThat(tight(way, text, buffer)).isEqualTo(expected);
      }
    }
    assertThat(Texts.read(new Input(expected))).isEqualTo(text);
    assertThat(Texts.read(new Input(new ByteArrayInputStream(expected), 16))).isEqualTo(text);
    assertThat(Texts.read(new ByteBufferInput(expected))).isEqualTo(text);
  }

  @Test
  void anOddCharacterAtAnyPlaceOfAnyLengthComesBack() {
    for (int length = 0; length <= 64; length++) {
      for (int odd = 0; odd < length; odd++) {
        for (char letter : new char[] {'\u007F', '\u0080', '?', '\u0100'}) {
          String text = "x".repeat(odd) + letter + "y".repeat(length - odd - 1);
          byte[] written = roomy(Texts::writeOwnBytes, text);
          assertThat(written).isEqualTo(roomy(Texts::writeCopy, text));
          assertThat(Texts.read(new Input(written))).isEqualTo(text);
        }
      }
    }
  }

  @Test
  void theStringsOwnArrayStaysAsItWas() {
    for (String text : List.of("", "a", "ab", "abcdefgh", "z".repeat(100), "Z\u00FCrich")) {
      String equal = new StringBuilder(text).toString();
      roomy(Texts::writeOwnBytes, text);
      tight(Texts::writeOwnBytes, text, 3);
      assertThat(text).isEqualTo(equal);
    }
  }

  @Property(seed = "20261201", tries = 1_000)
  void bothWaysOfReadingGiveTheTextAndLeaveTheInputAsItWas(@ForAll("ascii") String text) {
    String around = "xy";
    byte[] buffer = (around + text + around).getBytes(StandardCharsets.US_ASCII);
    int start = around.length();
    int end = start + text.length();
    buffer[end - 1] |= (byte) 0x80;
    byte[] before = buffer.clone();
    String own = Texts.ownAscii(buffer, start, end);
    String copied = Texts.copiedAscii(buffer, start, end);
    assertThat(buffer).isEqualTo(before);
    Arrays.fill(buffer, (byte) '!');
    assertThat(own).isEqualTo(text).isEqualTo(copied).hasSameHashCodeAs(text);
    assertThat(own + '\u0100').isEqualTo(text + '\u0100');
  }

  @Provide
  Arbitrary<String> ascii() {
    return Arbitraries.strings().withCharRange('\0', '\u007F').ofMinLength(2).ofMaxLength(40);
  }

  @Test
  void textsEndRightWhereverTheInputsBufferEnds() {
    for (int length = 2; length <= 40; length++) {
      String text = "abcdefghij".repeat(4).substring(0, length);
      byte[] written = roomy(Texts::write, text);
      for (int more = 0; more <= 16; more++) {
        var input = new Input(Arrays.copyOf(written, length + more), 0, length);
        assertThat(Texts.read(input)).isEqualTo(text);
        assertThat(input.position()).isEqualTo(length);
      }
      for (int buffer = 1; buffer <= length; buffer++) {
        var input = new Input(new ByteArrayInputStream(written), buffer);
        assertThat(Texts.read(input)).isEqualTo(text);
        assertThat(input.eof()).isTrue();
      }
    }
  }

  @Test
  void nullIsOneByte() {
    byte[] written = roomy(Texts::write, null);
    assertThat(written).hasSize(1);
    assertThat(Texts.read(new Input(written))).isNull();
  }

  private static byte[] roomy(BiConsumer<Output, String> way, String text) {
    var output = new Output(1 << 16);
    way.accept(output, text);
    return output.toBytes();
  }

  private static byte[] growing(BiConsumer<Output, String> way, String text) {
    var output = new Output(4, -1);
    way.accept(output, text);
    return output.toBytes();
  }

  private static byte[] direct(BiConsumer<Output, String> way, String text) {
    var output = new ByteBufferOutput(1 << 16);
    way.accept(output, text);
    return output.toBytes();
  }

  private static byte[] tight(BiConsumer<Output, String> way, String text, int buffer) {
    var bytes = new ByteArrayOutputStream();
    var output = new Output(bytes, buffer);
    way.accept(output, text);
    output.close();
    return bytes.toByteArray();
  }
}
