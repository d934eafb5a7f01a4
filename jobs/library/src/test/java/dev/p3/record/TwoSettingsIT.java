package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** All that a new user needs: the library on the class path, and two settings. */
class TwoSettingsIT {
  /** No module lists it. */
  public record Trip(String from, String to, int minutes) {}

  /** Broadcast. */
  public record Airports(Map<String, String> cityByCode) {}

  private static final SparkSession SPARK =
      SparkSession.builder()
          .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
          .config("spark.kryo.registrator", "dev.p3.record.P3Registrator")
          // What follows keeps the test on this machine, and off its ports.
          .master("local[2]")
          .config("spark.ui.enabled", "false")
          .config("spark.local.dir", "target/spark-local")
          .config("spark.sql.warehouse.dir", "target/spark-warehouse")
          .config("spark.sql.shuffle.partitions", "2")
          .getOrCreate();

  private static final Encoder<Trip> TRIP = Records.encoder(Trip.class);
  private static final List<Trip> TRIPS =
      List.of(
          new Trip("ZRH", "JFK", 540), new Trip("JFK", "SFO", 390), new Trip("JFK", "LAX", 380));

  private final Dataset<Trip> trips = SPARK.createDataset(TRIPS, TRIP);

  @AfterAll
  static void stop() {
    SPARK.stop();
  }

  @Test
  void recordsAreMappedGroupedReducedAndJoined() {
    assertThat(
            trips
                .map((MapFunction<Trip, Trip>) t -> new Trip(t.to(), t.from(), t.minutes()), TRIP)
                .filter("minutes > 500")
                .collectAsList())
        .containsExactly(new Trip("JFK", "ZRH", 540));
    assertThat(
            trips
                .groupByKey((MapFunction<Trip, String>) Trip::from, Encoders.STRING())
                .reduceGroups((ReduceFunction<Trip>) (x, y) -> x.minutes() > y.minutes() ? x : y)
                .collectAsList())
        .containsExactlyInAnyOrder(
            new Tuple2<>("ZRH", TRIPS.get(0)), new Tuple2<>("JFK", TRIPS.get(1)));
    assertThat(
            trips
                .as("first")
                .joinWith(
                    trips.as("second"),
                    org.apache.spark.sql.functions.expr("first.to = second.from"))
                .collectAsList())
        .containsExactlyInAnyOrder(
            new Tuple2<>(TRIPS.get(0), TRIPS.get(1)), new Tuple2<>(TRIPS.get(0), TRIPS.get(2)));
  }

  @Test
  void recordsAreCached() {
    Dataset<Trip> cached = trips.repartition(2).persist(StorageLevel.MEMORY_ONLY_SER());
    assertThat(cached.count()).isEqualTo(3);
    assertThat(cached.collectAsList()).containsExactlyInAnyOrderElementsOf(TRIPS);
  }

  @Test
  void recordsAreBroadcastAndShuffledByRdds() {
    var context = JavaSparkContext.fromSparkContext(SPARK.sparkContext());
    var airports = context.broadcast(new Airports(Map.of("ZRH", "Zürich", "JFK", "New York")));
    assertThat(
            context
                .parallelize(TRIPS, 2)
                .mapToPair(t -> new Tuple2<>(airports.value().cityByCode().get(t.from()), t))
                .reduceByKey((x, y) -> x.minutes() > y.minutes() ? x : y)
                .collectAsMap())
        .isEqualTo(Map.of("Zürich", TRIPS.get(0), "New York", TRIPS.get(1)));
  }
}
