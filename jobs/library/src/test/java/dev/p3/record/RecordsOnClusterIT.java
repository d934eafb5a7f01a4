package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.p3.ClusterSpark;
import dev.p3.record.Samples.Leg;
import dev.p3.record.Samples.Trip;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Records between processes: what one JVM can hide shows here. */
class RecordsOnClusterIT {
  /** In no module. */
  public record Late(int number, List<String> words) {}

  private static SparkSession spark;
  private static JavaSparkContext context;

  // Not where they are declared: executors load this class too.
  @BeforeAll
  static void start() {
    RecordModule.register(Late.class);
    spark = ClusterSpark.open(Map.of());
    context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void recordsAreShuffledBroadcastAndCollected() {
    List<Trip> trips = IntStream.range(0, 40).mapToObj(Samples::trip).toList();
    var shared = context.broadcast(Map.of(0L, new Leg("a", "b", 1)));
    Map<Leg, Long> total =
        context
            .parallelize(trips, 4)
            .mapToPair(trip -> new Tuple2<>(shared.value().get(0L), trip.id()))
            .reduceByKey(Long::sum)
            .collectAsMap();
    assertThat(total).isEqualTo(Map.of(new Leg("a", "b", 1), 780L));
    assertThat(context.parallelize(trips, 4).sortBy(Trip::id, true, 3).collect()).isEqualTo(trips);
  }

  @Test
  void whatIsRegisteredAtRunTimeIsRegisteredOnExecutorsToo() {
    assertThat(spark.conf().get("spark.kryo.registrationRequired")).isEqualTo("true");
    List<Late> sent = List.of(new Late(2, List.of("b")), new Late(1, List.of("a", "c")));

    assertThat(context.parallelize(sent, 2).sortBy(Late::number, true, 2).collect())
        .containsExactly(sent.get(1), sent.get(0));
    RecordModule.register(Late.class);
    assertThatIllegalStateException()
        .isThrownBy(() -> RecordModule.register(Late.class, RecordsOnClusterIT.class))
        .withMessageStartingWith("Cannot register dev.p3.record.RecordsOnClusterIT: the session")
        .withMessageContaining("call RecordModule.register before it is opened");
  }

  @Test
  void recordsAreRowsOfDatasets() {
    List<Trip> trips = IntStream.range(0, 40).mapToObj(Samples::trip).toList();
    Dataset<Trip> rows = spark.createDataset(trips, Records.encoder(Trip.class)).repartition(4);
    Dataset<Leg> legs =
        rows.map((MapFunction<Trip, Leg>) Trip::first, Records.encoder(Leg.class)).distinct();
    assertThat(legs.collectAsList()).containsExactly(trips.get(0).first());
    assertThat(rows.collectAsList()).containsExactlyInAnyOrderElementsOf(trips);
  }
}
