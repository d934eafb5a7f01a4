package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.record.Samples.Boxes;
import dev.p3.record.Samples.Connection;
import dev.p3.record.Samples.Leg;
import dev.p3.record.Samples.Pair;
import dev.p3.record.Samples.Primitives;
import dev.p3.record.Samples.Scalars;
import dev.p3.record.Samples.Trip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

class EncoderTest {
  private static final SparkSession SPARK = LocalSpark.spark();

  @TempDir Path folder;

  /** Arrays, whose equality is identity. */
  public record Arrays(
      byte[] bytes,
      boolean[] flags,
      short[] shorts,
      int[] ints,
      long[] longs,
      float[] floats,
      double[] doubles,
      String[] texts,
      Leg[] legs,
      int[][] grid,
      byte[][] blobs) {}

  /** byte[] wherever Catalyst hands over objects. */
  public record Blobs(List<byte[]> list, Map<String, byte[]> map, java.util.Optional<byte[]> one) {}

  /** Its constructor refuses some values. */
  public record Percent(int value) {
    public Percent {
      if (value < 0 || value > 100) {
        throw new IllegalArgumentException("Invalid percent");
      }
    }
  }

  private static <T> List<T> roundTrip(List<T> rows, Encoder<T> encoder) {
    // The filter keeps Spark from answering with the rows it was given.
    return SPARK
        .createDataset(rows, encoder)
        .repartition(1)
        .filter("true")
        .map((MapFunction<T, T>) row -> row, encoder)
        .collectAsList();
  }

  @Test
  void everyPrimitiveComesBack() {
    var rows =
        List.of(
            new Primitives(true, (byte) 1, (short) 2, 3, 4L, 5.5f, 6.5),
            new Primitives(
                false,
                Byte.MIN_VALUE,
                Short.MIN_VALUE,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                Float.NaN,
                Double.NEGATIVE_INFINITY));
    assertThat(roundTrip(rows, Records.encoder(Primitives.class)))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void everyBoxComesBackAndMayBeNull() {
    var rows =
        List.of(
            new Boxes(true, (byte) 1, (short) 2, 3, 4L, 5.5f, 6.5),
            new Boxes(null, null, null, null, null, null, null));
    assertThat(roundTrip(rows, Records.encoder(Boxes.class)))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void everyScalarComesBackAndMayBeNull() {
    Scalars back = roundTrip(List.of(Samples.scalars()), Records.encoder(Scalars.class)).get(0);
    Scalars sent = Samples.scalars();
    assertThat(back).usingRecursiveComparison().ignoringFields("exact").isEqualTo(sent);
    assertThat(back.exact()).isEqualByComparingTo(sent.exact());
    assertThat(roundTrip(List.of(Samples.noScalars()), Records.encoder(Scalars.class)))
        .containsExactly(Samples.noScalars());
  }

  @Test
  void recordsComeBackFromEveryContainer() {
    var rows = List.of(Samples.trip(1), Samples.emptyTrip(2));
    assertThat(roundTrip(rows, Records.encoder(Trip.class)))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void arraysComeBackWithTheirOwnClass() {
    var sent =
        new Arrays(
            new byte[] {1},
            new boolean[] {true, false},
            new short[] {2},
            new int[] {3},
            new long[] {4},
            new float[] {5},
            new double[] {6},
            new String[] {"a", null},
            new Leg[] {new Leg("a", "b", 1), null},
            new int[][] {{1}, {}, {2, 3}},
            new byte[][] {{1, 2}, {}});
    var nothing = new Arrays(null, null, null, null, null, null, null, null, null, null, null);
    assertThat(roundTrip(List.of(sent), Records.encoder(Arrays.class)).get(0))
        .usingRecursiveComparison()
        .isEqualTo(sent);
    assertThat(roundTrip(List.of(nothing), Records.encoder(Arrays.class))).containsExactly(nothing);
  }

  @Test
  void bytesComeBackFromContainers() {
    var sent =
        new Blobs(
            List.of(new byte[] {1}),
            Map.of("a", new byte[] {2}),
            java.util.Optional.of(new byte[] {3}));
    Blobs back = roundTrip(List.of(sent), Records.encoder(Blobs.class)).get(0);
    assertThat(back.list().get(0)).containsExactly(1);
    assertThat(back.map().get("a")).containsExactly(2);
    assertThat(back.one().orElseThrow()).containsExactly(3);
  }

  @Test
  void genericRecordsComeBack() {
    var connection =
        new Connection(new Pair<>(new Leg("a", "b", 1), null), new Pair<>("label", List.of(1, 2)));
    assertThat(roundTrip(List.of(connection), Records.encoder(Connection.class)))
        .containsExactly(connection);
    var token = new TypeToken<Pair<Pair<String, Integer>, List<Leg>>>() {};
    var pair = new Pair<>(new Pair<>("x", 7), List.of(new Leg("a", "b", 1)));
    assertThat(roundTrip(List.of(pair), Records.encoder(token))).containsExactly(pair);
  }

  @Test
  void everythingComesBackFromParquet() {
    String path = folder.resolve("trips").toString();
    var rows = List.of(Samples.trip(1), Samples.emptyTrip(2));
    SPARK
        .createDataset(rows, Records.encoder(Trip.class))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(path);
    assertThat(SPARK.read().parquet(path).as(Records.encoder(Trip.class)).collectAsList())
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void rowsWorkWithoutGeneratedCode() {
    SPARK.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    SPARK.conf().set("spark.sql.codegen.wholeStage", "false");
    try {
      recordsComeBackFromEveryContainer();
      arraysComeBackWithTheirOwnClass();
    } finally {
      SPARK.conf().unset("spark.sql.codegen.factoryMode");
      SPARK.conf().unset("spark.sql.codegen.wholeStage");
    }
  }

  @Test
  void schemaFollowsTheComponentsAndPrimitivesAreNotNullable() {
    assertThat(Records.encoder(Leg.class).schema().toDDL())
        .isEqualTo("from STRING,to STRING,minutes INT NOT NULL");
    assertThat(Records.encoder(Trip.class).schema().fieldNames())
        .startsWith("trip_id", "first", "legs");
    assertThat(Records.encoder(Scalars.class).schema().apply("price").dataType().sql())
        .isEqualTo("DECIMAL(12,3)");
  }

  @Test
  void groupsReduceAndJoin() {
    Dataset<Leg> legs =
        SPARK.createDataset(
            List.of(new Leg("a", "b", 1), new Leg("a", "c", 5), new Leg("b", "c", 2)),
            Records.encoder(Leg.class));
    assertThat(
            legs.groupByKey((MapFunction<Leg, String>) Leg::from, Encoders.STRING())
                .reduceGroups((ReduceFunction<Leg>) (x, y) -> x.minutes() > y.minutes() ? x : y)
                .collectAsList())
        .containsExactlyInAnyOrder(
            new Tuple2<>("a", new Leg("a", "c", 5)), new Tuple2<>("b", new Leg("b", "c", 2)));
    assertThat(
            legs.as("x")
                .joinWith(legs.as("y"), org.apache.spark.sql.functions.expr("x.to = y.from"))
                .collectAsList())
        .containsExactly(new Tuple2<>(new Leg("a", "b", 1), new Leg("b", "c", 2)));
  }

  @Test
  void recordsAreKeysOfGroups() {
    var key = Records.encoder(Leg.class);
    assertThat(
            SPARK
                .createDataset(List.of(1, 2, 3), Encoders.INT())
                .groupByKey((MapFunction<Integer, Leg>) i -> new Leg("a", "b", i % 2), key)
                .count()
                .collectAsList())
        .containsExactlyInAnyOrder(
            new Tuple2<>(new Leg("a", "b", 0), 1L), new Tuple2<>(new Leg("a", "b", 1), 2L));
  }

  @Test
  void encodersSitInsideTuples() {
    var encoder = Encoders.tuple(Records.encoder(Trip.class), Records.encoder(Leg.class));
    var row = new Tuple2<>(Samples.trip(3), new Leg("a", "b", 1));
    assertThat(roundTrip(List.of(row), encoder)).containsExactly(row);
  }

  @Test
  void encodersAreSharedAndSerializable() throws Exception {
    assertThat(Records.encoder(Trip.class)).isSameAs(Records.encoder(Trip.class));
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(Records.encoder(Leg.class));
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((Encoder<?>) in.readObject()).schema())
          .isEqualTo(Records.encoder(Leg.class).schema());
    }
  }

  @Test
  void aNullInAPrimitiveNamesTheComponent() {
    assertThatThrownBy(
            () ->
                SPARK
                    .sql("SELECT 'a' AS `from`, 'b' AS `to`, CAST(NULL AS INT) AS minutes")
                    .as(Records.encoder(Leg.class))
                    .collectAsList())
        .hasStackTraceContaining("minutes");
  }

  @Test
  void theConstructorsCheckRuns() {
    assertThatThrownBy(
            () ->
                SPARK.sql("SELECT 101 AS value").as(Records.encoder(Percent.class)).collectAsList())
        .hasStackTraceContaining("Invalid percent");
  }
}
