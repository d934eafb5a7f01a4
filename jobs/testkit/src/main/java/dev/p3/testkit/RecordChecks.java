package dev.p3.testkit;

import com.esotericsoftware.kryo.Kryo;
import dev.p3.record.Records;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.opentest4j.AssertionFailedError;
import scala.reflect.ClassTag$;

/** Holds records to what Spark and Kryo ask of them, in the session of a {@link SparkTest}. */
public final class RecordChecks {
  private RecordChecks() {}

  /**
   * Fails unless records come back equal from a Dataset's columns and from the session's
   * serializer, which sends what is broadcast or goes through an RDD.
   *
   * @throws dev.p3.record.RefusedRecordException when columns cannot hold them, with the path
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends Record> void roundTrips(T... records) {
    SparkSession spark = TestSession.current();
    @SuppressWarnings("unchecked") // each is of the array's class
    Class<T> type = (Class<T>) records.getClass().getComponentType();
    List<T> given = Arrays.asList(records);
    requireEqual(
        "a Dataset", given, spark.createDataset(given, Records.encoder(type)).collectAsList());
    registered(type);
    var serializer = spark.sparkContext().env().serializer().newInstance();
    List<T> sent =
        given.stream()
            .map(
                record ->
                    serializer.<T>deserialize(
                        serializer.serialize(record, ClassTag$.MODULE$.apply(type)),
                        ClassTag$.MODULE$.apply(type)))
            .toList();
    requireEqual("Spark's serializer", given, sent);
  }

  private static <T> void requireEqual(String what, List<T> given, List<T> back) {
    List<String> different =
        Stream.iterate(0, i -> i < given.size(), i -> i + 1)
            .filter(i -> !Objects.equals(given.get(i), back.get(i)))
            .map(i -> given.get(i) + " came back as " + back.get(i))
            .toList();
    if (!different.isEmpty()) {
      throw new AssertionFailedError(
          String.format(
              Locale.ROOT,
              "Records do not come back from %s as they went: %s (a BigDecimal comes back in the scale of its @Decimal, an array never equals another)",
              what,
              String.join("; ", different)));
    }
  }

  /**
   * Fails unless every class may be sent with {@code spark.kryo.registrationRequired=true}, and
   * prints the module that registers those that may not.
   */
  public static void registered(Class<?>... types) {
    Kryo kryo = new KryoSerializer(TestSession.current().sparkContext().getConf()).newKryo();
    List<Class<?>> missing =
        Stream.of(types)
            .filter(type -> kryo.getClassResolver().getRegistration(type) == null)
            .toList();
    if (!missing.isEmpty()) {
      throw new AssertionFailedError(
          String.format(
              Locale.ROOT,
              """
              Not registered with Kryo: %s. Add them to a module, named in META-INF/services/dev.p3.record.RecordModule:

              public final class Module implements dev.p3.record.RecordModule {
                @Override
                public java.util.List<Class<?>> classes() {
                  return java.util.List.of(%s);
                }
              }
              """,
              missing.stream().map(Class::getCanonicalName).collect(Collectors.joining(", ")),
              missing.stream()
                  .map(type -> type.getCanonicalName() + ".class")
                  .collect(Collectors.joining(", "))));
    }
  }
}
