package dev.p3.record;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.p3.LocalSpark;
import dev.p3.record.Samples.Leg;
import dev.p3.record.Samples.Trip;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

/** What Spark's own tasks send while {@code spark.kryo.registrationRequired} is true. */
class RegistrationRequiredTest {
  private static final SparkSession SPARK = LocalSpark.spark();
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SPARK.sparkContext());

  @TempDir static Path folder;

  private Dataset<Row> rows;
  private Dataset<Row> names;

  @BeforeEach
  void makeRows() {
    assertThat(SPARK.conf().get("spark.kryo.registrationRequired")).isEqualTo("true");
    rows =
        SPARK
            .range(0, 200)
            .selectExpr(
                "id",
                "id % 7 AS k",
                "CAST(id AS DOUBLE) / 3 AS d",
                "CAST(id AS STRING) AS s",
                "CAST(id AS DECIMAL(20, 3)) AS m",
                "date_add(DATE'2024-01-01', CAST(id % 100 AS INT)) AS day",
                "timestamp_seconds(id) AS ts",
                "array(id, id + 1) AS arr",
                "map('a', id) AS mp",
                "struct(id AS x, 'y' AS y) AS st");
    names = SPARK.range(0, 7).selectExpr("id AS k", "concat('n', id) AS name");
  }

  private static void allRun(Dataset<?>... datasets) {
    for (Dataset<?> dataset : datasets) {
      assertThatCode(dataset::collectAsList).doesNotThrowAnyException();
    }
  }

  @Test
  void rowsOfTheDriverReachTasks() {
    allRun(
        SPARK
            .sql("SELECT 1 AS a, array(1) AS b, map('x', 1) AS c, 1.5 AS d, DATE'2024-01-01' AS e")
            .repartition(2));
  }

  @Test
  void sortsLimitsAndSamplesRun() {
    allRun(
        rows.orderBy("d").limit(5),
        rows.orderBy(rows.col("s").desc(), rows.col("m"), rows.col("day")),
        rows.repartitionByRange(3, rows.col("id")),
        rows.sample(0.5),
        rows.dropDuplicates("k"));
    assertThat(rows.takeAsList(3)).hasSize(3);
    assertThat((Row[]) rows.tail(3)).hasSize(3);
  }

  @Test
  void joinsRun() {
    allRun(
        rows.join(broadcast(names), "k"),
        rows.join(broadcast(names), expr("s = name")),
        rows.join(broadcast(names), expr("id < length(name)")),
        rows.join(broadcast(names.limit(0)), "k"),
        rows.join(names.hint("merge"), "k"),
        rows.join(names.hint("shuffle_hash"), "k"));
    rows.createOrReplaceTempView("many");
    names.createOrReplaceTempView("few");
    allRun(
        SPARK.sql("SELECT * FROM many WHERE id NOT IN (SELECT k FROM few)"),
        SPARK.sql("SELECT (SELECT max(k) FROM few), id FROM many"));
  }

  @Test
  void aggregatesRun() {
    allRun(
        rows.groupBy("k")
            .agg(
                expr("count(*)"),
                expr("avg(m)"),
                expr("collect_list(s)"),
                expr("collect_set(k)"),
                expr("approx_count_distinct(s)"),
                expr("percentile(d, 0.5)"),
                expr("percentile_approx(d, 0.5)"),
                expr("max_by(s, d)"),
                expr("first(st)"),
                expr("count(DISTINCT s)")),
        rows.groupBy("k").pivot("k").sum("id"),
        rows.summary(),
        rows.stat().freqItems(new String[] {"k"}));
    assertThat(rows.stat().approxQuantile("d", new double[] {0.5}, 0.01)).hasSize(1);
    assertThat(rows.stat().bloomFilter("id", 100, 0.01).mightContain(1L)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MEMORY_ONLY_SER", "MEMORY_ONLY", "MEMORY_AND_DISK", "DISK_ONLY"})
  void datasetsAndRddsAreCached(String level) {
    StorageLevel storage = StorageLevel.fromString(level);
    Dataset<Row> cached = rows.persist(storage);
    assertThat(cached.count()).isEqualTo(200);
    assertThat(cached.filter("k = 3").collectAsList()).isNotEmpty();
    cached.unpersist(true);
    var trips = List.of(Samples.trip(1), Samples.emptyTrip(2));
    var rdd = CONTEXT.parallelize(trips, 2).persist(storage);
    assertThat(rdd.count()).isEqualTo(2);
    assertThat(rdd.collect()).isEqualTo(trips);
    rdd.unpersist(true);
    var typed = SPARK.createDataset(trips, Records.encoder(Trip.class)).persist(storage);
    assertThat(typed.collectAsList()).isEqualTo(trips);
    typed.unpersist(true);
  }

  @Test
  void checkpointsRun() {
    CONTEXT.setCheckpointDir(folder.resolve("checkpoints").toString());
    assertThat(rows.checkpoint().count()).isEqualTo(200);
    assertThat(rows.localCheckpoint().count()).isEqualTo(200);
    var trips = CONTEXT.parallelize(List.of(Samples.trip(1)), 1);
    trips.checkpoint();
    assertThat(trips.collect()).isEqualTo(trips.collect()).containsExactly(Samples.trip(1));
  }

  @Test
  void recordsAreShuffledBroadcastAndCollected() {
    JavaPairRDD<Leg, Trip> byLeg =
        CONTEXT
            .parallelize(IntStream.range(0, 20).boxed().toList(), 3)
            .mapToPair(i -> new Tuple2<>(new Leg("a", "b", i % 2), Samples.trip(i)));
    assertThat(byLeg.groupByKey().mapValues(trips -> trips.iterator().next()).collect()).hasSize(2);
    assertThat(byLeg.reduceByKey((x, y) -> x.id() > y.id() ? x : y).collectAsMap())
        .containsEntry(new Leg("a", "b", 1), Samples.trip(19));
    assertThat(byLeg.join(byLeg).count()).isEqualTo(200);
    assertThat(byLeg.values().sortBy(Trip::id, false, 2).first().id()).isEqualTo(19);
    var shared = CONTEXT.broadcast(Map.of("trip", Samples.trip(7)));
    assertThat(byLeg.map(row -> shared.value().get("trip").id()).distinct().collect())
        .containsExactly(7L);
    assertThat(byLeg.keys().countByValue()).hasSize(2);
    assertThat(byLeg.keys().glom().collect()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc", "json"})
  void filesAreWrittenAndRead(String format) {
    String path = folder.resolve(format).toString();
    rows.write().format(format).partitionBy("k").save(path);
    assertThat(SPARK.read().format(format).load(path).collectAsList()).hasSize(200);
  }

  @Test
  void csvAndTextAreWrittenAndRead() {
    String path = folder.resolve("csv").toString();
    rows.select("id", "s").write().option("header", "true").csv(path);
    assertThat(
            SPARK.read().option("header", "true").option("inferSchema", "true").csv(path).count())
        .isEqualTo(200);
    rows.write().format("noop").mode("overwrite").save();
  }

  @Test
  void manyFoldersAreListedInParallel() {
    String path = folder.resolve("many").toString();
    SPARK.range(0, 80).selectExpr("id", "id % 40 AS p").write().partitionBy("p").parquet(path);
    assertThat(SPARK.read().option("mergeSchema", "true").parquet(path).count()).isEqualTo(80);
  }
}
