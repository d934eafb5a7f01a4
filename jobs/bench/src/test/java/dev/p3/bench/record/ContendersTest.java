package dev.p3.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is measured is right: every serializer gives back what it was given. */
class ContendersTest {
  private static final String SPARK = org.apache.spark.package$.MODULE$.SPARK_VERSION();

  static Stream<Arguments> everyPair() {
    return Arrays.stream(Shape.values())
        .flatMap(
            shape ->
                Arrays.stream(Contender.values()).map(contender -> Arguments.of(shape, contender)));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void givesBackWhatWasWritten(Shape shape, Contender contender) {
    Codec codec = contender.codec(shape);
    for (Object row : contender.rows(shape)) {
      assertThat(codec.read(codec.bytes(row))).usingRecursiveComparison().isEqualTo(row);
    }
  }

  @ParameterizedTest
  @EnumSource
  void p3NeverTakesMoreBytesThanKryo5(Shape shape) {
    assertThat(bytes(shape, Contender.P3))
        .isLessThanOrEqualTo(bytes(shape, Contender.KRYO5_RECORDS));
  }

  private static int bytes(Shape shape, Contender contender) {
    Codec codec = contender.codec(shape);
    return contender.rows(shape).stream().mapToInt(row -> codec.bytes(row).length).sum();
  }

  static Stream<Arguments> everyForm() {
    return Arrays.stream(Shape.values())
        .flatMap(shape -> Arrays.stream(RowForm.values()).map(form -> Arguments.of(shape, form)));
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void decodesWhatWasEncoded(Shape shape, RowForm form) {
    assumeFalse(
        form == RowForm.BEAN
            && shape == Shape.COLLECTIONS
            && org.apache.spark.package$.MODULE$.SPARK_VERSION().startsWith("3."),
        "Spark 3.5 has no bean encoder for a Set");
    List<?> expected = form.objects(shape);
    if (form == RowForm.ROW) {
      // Compared by value: Scala's collections remember what they were asked for.
      assertThat(decoded(shape, form)).isEqualTo(expected);
    } else {
      assertThat(decoded(shape, form)).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  private static List<?> decoded(Shape shape, RowForm form) {
    var deserializer = form.deserializer(shape);
    return form.encoded(shape).stream().map(deserializer::apply).toList();
  }
}
