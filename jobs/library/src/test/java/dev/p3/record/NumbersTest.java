package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.ByteBufferOutput;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NumbersTest {
  /** Numbers of every length, of either sign, and the ends of the ranges. */
  private static LongStream numbers() {
    var random = new Random(11);
    LongStream lengths =
        LongStream.range(0, 64)
            .flatMap(bits -> LongStream.of(1L << bits, (1L << bits) - 1, -(1L << bits)));
    return LongStream.concat(
        lengths,
        LongStream.concat(LongStream.of(Long.MIN_VALUE, Long.MAX_VALUE), random.longs(1_000)));
  }

  /** The same bytes and the same value, whichever stream writes and whichever reads. */
  private static <T> void assertSame(
      T value, byte[] expected, Consumer<Output> write, Function<Input, T> read) {
    var roomy = new Output(64);
    write.accept(roomy);
    assertThat(roomy.toBytes()).isEqualTo(expected);

    var bytes = new ByteArrayOutputStream();
    var tight = new Output(bytes, 3);
    write.accept(tight);
    tight.close();
    assertThat(bytes.toByteArray()).isEqualTo(expected);

    var direct = new ByteBufferOutput(64);
    write.accept(direct);
    assertThat(direct.toBytes()).isEqualTo(expected);

    assertThat(read.apply(new Input(java.util.Arrays.copyOf(expected, 64)))).isEqualTo(value);
    assertThat(read.apply(new Input(expected))).isEqualTo(value);
    assertThat(read.apply(new Input(new ByteArrayInputStream(expected), 3))).isEqualTo(value);
    assertThat(read.apply(new ByteBufferInput(expected))).isEqualTo(value);
  }

  private static byte[] kryos(Consumer<Output> write) {
    var output = new Output(64);
    write.accept(output);
    return output.toBytes();
  }

  @Test
  void longsAreAsKryosPlainStreamWritesThem() {
    numbers()
        .forEach(
            value -> {
              assertSame(
                  value,
                  kryos(output -> output.writeLong(value, false)),
                  output -> Numbers.writeLong(output, value),
                  Numbers::readLong);
              assertSame(
                  value,
                  kryos(output -> output.writeLong(value, true)),
                  output -> Numbers.writeUnsignedLong(output, value),
                  Numbers::readUnsignedLong);
            });
  }

  @Test
  void intsAreAsKryosPlainStreamWritesThem() {
    numbers()
        .mapToInt(value -> (int) value)
        .forEach(
            value -> {
              assertSame(
                  value,
                  kryos(output -> output.writeInt(value, false)),
                  output -> Numbers.writeInt(output, value),
                  Numbers::readInt);
              assertSame(
                  value,
                  kryos(output -> output.writeInt(value, true)),
                  output -> Numbers.writeUnsignedInt(output, value),
                  Numbers::readUnsignedInt);
            });
  }

  @Test
  void doublesAndFloatsKeepEveryBit() {
    numbers()
        .forEach(
            bits -> {
              double number = Double.longBitsToDouble(bits);
              assertSame(
                  number,
                  kryos(output -> output.writeLong(Double.doubleToRawLongBits(number))),
                  output -> Numbers.writeDouble(output, number),
                  Numbers::readDouble);
              float small = Float.intBitsToFloat((int) bits);
              assertSame(
                  small,
                  kryos(output -> output.writeInt(Float.floatToRawIntBits(small))),
                  output -> Numbers.writeFloat(output, small),
                  Numbers::readFloat);
            });
  }

  @Test
  void aNumberThatNeverEndsIsCutAtItsLongest() {
    byte[] endless = new byte[32];
    java.util.Arrays.fill(endless, (byte) 0xFF);
    for (Input input :
        new Input[] {new Input(endless), new Input(new ByteArrayInputStream(endless), 3)}) {
      assertThat(Numbers.readUnsignedInt(input)).isEqualTo(-1);
      assertThat(Numbers.readUnsignedLong(input)).isEqualTo(-1);
      assertThat(input.total()).isEqualTo(14);
    }
  }
}
