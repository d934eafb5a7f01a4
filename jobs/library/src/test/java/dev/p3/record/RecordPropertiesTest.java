package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.p3.LocalSpark;
import dev.p3.record.Samples.Boxes;
import dev.p3.record.Samples.Cabin;
import dev.p3.record.Samples.Connection;
import dev.p3.record.Samples.Leg;
import dev.p3.record.Samples.Pair;
import dev.p3.record.Samples.Primitives;
import dev.p3.record.Samples.Scalars;
import dev.p3.record.Samples.Trip;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Whatever value a record holds, it comes back as it was, whichever way it took. */
class RecordPropertiesTest {
  private static final SparkSession SPARK = LocalSpark.spark();
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SPARK.sparkContext());
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);
  private static final Encoder<Everything> ENCODER = Records.encoder(Everything.class);
  private static final int BATCH = 60;

  /** Every type, in every container. */
  public record Everything(
      Primitives primitives,
      Boxes boxes,
      Scalars scalars,
      Trip trip,
      Connection connection,
      EncoderTest.Arrays arrays,
      EncoderTest.Blobs blobs,
      Map<Leg, List<Pair<String, Leg>>> byLeg,
      Map<LocalDate, Set<UUID>> idsByDay,
      Set<Cabin> cabins,
      List<String>[] lists,
      Boolean[] flags,
      Optional<List<Optional<Leg>>> deep,
      List<Map<String, List<int[]>>> deeper) {}

  /** Rows of one job: a job for each would take too long. */
  private record Batch(List<Everything> rows) {
    @Override
    public String toString() {
      return rows.size() + " rows"; // a report that shows them all is no help
    }
  }

  private static final List<SerializerInstance> SERIALIZERS =
      List.of(
          serializer(true, true),
          serializer(true, false),
          serializer(false, true),
          serializer(false, false));

  private static SerializerInstance serializer(boolean references, boolean unsafe) {
    return new KryoSerializer(
            new SparkConf(false)
                .set("spark.kryo.registrationRequired", "true")
                .set("spark.kryo.registrator", P3Registrator.class.getName())
                .set("spark.kryo.referenceTracking", Boolean.toString(references))
                .set("spark.kryo.unsafe", Boolean.toString(unsafe)))
        .newInstance();
  }

  @Provide
  Arbitrary<Everything> everything() {
    return RecordArbitraries.forKryo(Everything.class);
  }

  @Provide
  Arbitrary<Batch> batches() {
    return RecordArbitraries.forColumns(Everything.class).list().ofSize(BATCH).map(Batch::new);
  }

  @Property(
      seed = "20240229",
      tries = 300,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  void kryoGivesBackTheValueAndItsContainers(@ForAll("everything") Everything sent) {
    for (SerializerInstance serializer : SERIALIZERS) {
      Object back = serializer.deserialize(serializer.serialize(sent, ANY), ANY);
      assertThat(content(back, true)).isEqualTo(content(sent, true));
    }
  }

  @Property(
      seed = "20240229",
      tries = 2,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF)
  void rowsGiveBackTheValue(@ForAll("batches") Batch batch) throws IOException {
    List<Everything> sent = batch.rows();
    Dataset<Everything> rows = SPARK.createDataset(sent, ENCODER).repartition(3).filter("true");
    assertSame(rows.collectAsList(), sent);

    Dataset<Everything> cached = rows.persist(StorageLevel.MEMORY_ONLY_SER());
    assertSame(cached.collectAsList(), sent);
    assertSame(throughParquet(cached).collectAsList(), sent);
    cached.unpersist(true);
  }

  /** As a client of Spark Connect encodes them, here without one: Spark takes its encoders too. */
  @Property(
      seed = "20240302",
      tries = 1,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF)
  @SuppressWarnings("unchecked") // it is of the record that it was made of
  void encodersOfSparkConnectGiveBackTheValueInTheSameColumns(@ForAll("batches") Batch batch) {
    RecordForm form = ColumnForms.of(Everything.class);
    if (SPARK.version().startsWith("3.")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> ConnectEncoder.of(form))
          .withMessageContaining("Spark 3.5 lacks the encoder for it, which Spark 4 has");
      return;
    }
    var encoder = (Encoder<Everything>) ConnectEncoder.of(form);
    List<Everything> sent = batch.rows();
    Dataset<Everything> written = SPARK.createDataset(sent, encoder).repartition(3);
    assertThat(written.schema()).isEqualTo(ENCODER.schema());
    assertSame(written.as(ENCODER).collectAsList(), sent);
    assertSame(SPARK.createDataset(sent, ENCODER).as(encoder).collectAsList(), sent);
  }

  private static Dataset<Everything> throughParquet(Dataset<Everything> rows) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "parquet");
    // Spark 3.5 asks what calendar dates before 1582 are to be written in.
    SPARK.conf().set("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    SPARK.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    try {
      rows.write().mode("overwrite").parquet(folder.toString());
    } finally {
      SPARK.conf().unset("spark.sql.parquet.datetimeRebaseModeInWrite");
      SPARK.conf().unset("spark.sql.parquet.outputTimestampType");
    }
    return Records.as(SPARK.read().parquet(folder.toString()), Everything.class);
  }

  @Property(
      seed = "20240301",
      tries = 3,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF)
  void rddsGiveBackTheValue(@ForAll("batches") Batch batch) {
    List<Everything> sent = batch.rows();
    var shared = CONTEXT.broadcast(sent);
    JavaRDD<Everything> shuffled =
        CONTEXT
            .parallelize(List.of(0, 1), 2)
            .flatMapToPair(
                half ->
                    shared.value().subList(half * BATCH / 2, (half + 1) * BATCH / 2).stream()
                        .map(each -> new Tuple2<>(System.identityHashCode(each), each))
                        .iterator())
            .partitionBy(new org.apache.spark.HashPartitioner(3))
            .values()
            .persist(StorageLevel.MEMORY_ONLY_SER());
    assertSame(shuffled.collect(), sent);
    assertSame(shuffled.collect(), sent); // from the cache
    shuffled.unpersist(true);
    shared.destroy();
  }

  private static void assertSame(List<Everything> back, List<Everything> sent) {
    assertThat(back.stream().map(each -> content(each, false)))
        .containsExactlyInAnyOrderElementsOf(
            sent.stream().map(each -> content(each, false)).toList());
  }

  /** A value that is equal where all parts are: arrays by their elements, numbers to the bit. */
  private static Object content(Object value, boolean containersCount) {
    if (value instanceof Record record) {
      return components(record, containersCount);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(held -> content(held, containersCount));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new HashMap<>();
      map.forEach((k, v) -> entries.put(content(k, containersCount), content(v, containersCount)));
      return withClass(value, entries, containersCount);
    }
    if (value instanceof Collection<?> collection) {
      Collection<Object> elements = value instanceof Set ? new HashSet<>() : new ArrayList<>();
      collection.forEach(each -> elements.add(content(each, containersCount)));
      return withClass(value, elements, containersCount);
    }
    if (value != null && value.getClass().isArray()) {
      List<Object> elements = new ArrayList<>(List.of(value.getClass()));
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(content(Array.get(value, i), containersCount));
      }
      return elements;
    }
    return value;
  }

  /**
   * Immutable containers of the JDK come back as such; which of their classes is the JDK's affair.
   */
  private static Object withClass(Object value, Object content, boolean containersCount) {
    String name = value.getClass().getName().replaceFirst("(ImmutableCollections)\\$.*", "$1");
    return containersCount ? List.of(name, content) : content;
  }

  private static Object components(Record record, boolean containersCount) {
    List<Object> values = new ArrayList<>(List.of(record.getClass()));
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        values.add(content(component.getAccessor().invoke(record), containersCount));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return values;
  }
}
