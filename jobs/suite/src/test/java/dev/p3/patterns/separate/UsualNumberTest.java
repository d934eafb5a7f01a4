package dev.p3.patterns.separate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.data.raw.UsualValue;
import java.time.ZoneOffset;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** Held to the reader of the twin. */
class UsualNumberTest {
  @Property(tries = 5000)
  void what_is_usual_is_read_as_the_twin_does(@ForAll long seed) {
    var random = new Random(seed);
    String text = text(random);
    byte[] bytes = ("x" + text + "5").getBytes(US_ASCII);
    int to = bytes.length - 1;
    long ofInt = UsualNumber.ofInt(bytes, 1, to);
    long ofLong = UsualNumber.ofLong(bytes, 1, to);
    long ofDouble = UsualNumber.ofDouble(bytes, 1, to);

    if (ofInt != UsualValue.NONE) {
      assertThat((int) ofInt).as(text).isEqualTo(twin(text, DataTypes.IntegerType));
    }
    if (ofLong != UsualValue.NONE) {
      assertThat(ofLong).as(text).isEqualTo(twin(text, DataTypes.LongType));
    }
    if (ofDouble != UsualValue.NONE) {
      assertThat(Double.longBitsToDouble(ofDouble))
          .as(text)
          .isEqualTo(twin(text, DataTypes.DoubleType));
    }
    assertThat(ofInt != UsualValue.NONE).as(text).isEqualTo(text.matches("-?\\d{1,9}"));
    assertThat(ofLong != UsualValue.NONE).as(text).isEqualTo(text.matches("-?\\d{1,18}"));
    assertThat(ofDouble != UsualValue.NONE)
        .as(text)
        .isEqualTo(
            text.matches("-?\\d+\\.?\\d*")
                && text.replaceAll("\\D", "").length() <= 15
                && !text.matches("-0+\\.?0*"));
  }

  @Test
  void nothing_is_no_number() {
    assertThat(UsualNumber.ofDouble(new byte[0], 0, 0)).isEqualTo(UsualValue.NONE);
    assertThat(UsualNumber.ofInt(new byte[0], 0, 0)).isEqualTo(UsualValue.NONE);
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int length = random.nextInt(22); length >= 0; length--) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    if (random.nextBoolean()) {
      text.insert(random.nextInt(text.length() + 1), '.');
    }
    if (random.nextBoolean()) {
      text.insert(0, '-');
    }
    if (random.nextInt(8) == 0) {
      text.insert(random.nextInt(text.length() + 1), "-+.e x".charAt(random.nextInt(6)));
    }
    return text.toString();
  }

  private static Object twin(String text, DataType type) {
    return new TextReader(ZoneOffset.UTC).value(text, new ColumnRule("x", type, false));
  }
}
