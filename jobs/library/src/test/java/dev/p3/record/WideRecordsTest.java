package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of few and of many components, which are read by code of different kinds. */
class WideRecordsTest {
  private static final List<String> TYPES =
      List.of("int", "String", "Integer", "double", "java.time.LocalDate", "java.util.List<Long>");

  @BeforeAll
  static void start() {
    LocalSpark.spark(); // whose settings Spark's generator of code looks at
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 63, 64, 65, 200})
  void recordsOfAnyWidthComeBackWithAndWithoutNulls(int width) throws Exception {
    String components =
        IntStream.range(0, width)
            .mapToObj(i -> TYPES.get(i % TYPES.size()) + " c" + i)
            .collect(Collectors.joining(", "));
    Class<? extends Record> type =
        Compiled.load("Wide", "public record Wide(" + components + ") {}").asSubclass(Record.class);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(type.getClassLoader());
    try {
      for (boolean nulls : new boolean[] {false, true}) {
        Record sent = record(type, width, nulls);
        assertThat(throughRow(type, sent)).isEqualTo(sent);
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Record record(Class<? extends Record> type, int width, boolean nulls)
      throws ReflectiveOperationException {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      values.add(
          switch (i % TYPES.size()) {
            case 0 -> i;
            case 1 -> nulls ? null : "text " + i;
            case 2 -> nulls ? null : Integer.valueOf(-i);
            case 3 -> i / 3.0;
            case 4 -> nulls ? null : java.time.LocalDate.ofEpochDay(i);
            default -> nulls ? null : List.of((long) i, 1L << 40);
          });
    }
    return (Record) type.getConstructors()[0].newInstance(values.toArray());
  }

  @SuppressWarnings("unchecked") // an encoder of the record's class
  private static Object throughRow(Class<? extends Record> type, Record sent) {
    var encoder =
        (ExpressionEncoder<Record>)
            org.apache.spark.sql.catalyst.encoders.package$.MODULE$.encoderFor(
                Records.encoder(type));
    ExpressionEncoder<Record> bound =
        encoder.resolveAndBind(
            encoder.resolveAndBind$default$1(), encoder.resolveAndBind$default$2());
    InternalRow row = bound.createSerializer().apply(sent);
    return bound.createDeserializer().apply(row);
  }
}
