package dev.p3.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.session.P3Session;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells of Scala in a session with p3's own settings; {@code notebooks/run} has Spark's. */
class ScalaCellsTest {
  @TempDir private static Path directory;
  private static SparkSession spark;
  private static ScalaCells cells;

  @BeforeAll
  static void openNotebook() throws ReflectiveOperationException {
    var classes = new CellClasses(directory);
    SparkConf settings =
        P3Session.settings(
            Map.of(),
            Map.of(
                "spark.master", "local[2]",
                "spark.ui.enabled", "false",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.driver.host", "127.0.0.1",
                "spark.sql.shuffle.partitions", "2",
                "spark.repl.class.outputDir", directory.toString(),
                "spark.sql.warehouse.dir", directory.resolve("warehouse").toString()));
    spark = classes.within(() -> P3Session.borrowOrOpen("cells", settings).spark());
    cells = new ScalaCells(1, classes);
    run("case class Place(city: String); case class Leg(from: String, km: Int)");
    run(
        """
        import dev.p3.scope.{Scope, Shared}
        import java.util.Arrays.{asList => list}
        import org.apache.spark.sql.Encoders
        import org.apache.spark.sql.types._
        import org.apache.spark.sql.streaming.{GroupStateTimeout, OutputMode}
        val scope = Scope.open(spark, Shared.of(Map("ZRH" -> Place("Zurich"), "JFK" -> Place("New York"))))
        val flown = Seq(Leg("ZRH", 4), Leg("JFK", 5), Leg("ZRH", 6)).toDS
        val rows = scope.on(flown)
        val groups = scope.on(flown.groupByKey(_.from))
        val elements = scope.on(sc.parallelize(flown.collect.toSeq, 2).toJavaRDD)
        val pairs = scope.on(elements.mapToPair((places, leg) => (leg.from, leg.km)))
        val texts = scope.on(classOf[String])
        val counted = sc.longAccumulator
        """);
  }

  @AfterAll
  static void stopSession() {
    spark.stop();
  }

  private static void run(String code) {
    RunCells.run(cells, code);
  }

  private static String value(String expression) {
    return RunCells.value(cells, expression);
  }

  @Test
  void classesOfACellNeedNoModuleThoughRegistrationIsRequired() {
    assertThat(spark.conf().get("spark.kryo.registrationRequired")).isEqualTo("true");
    assertThat(spark.conf().get("spark.serializer")).endsWith(".KryoSerializer");

    // Whose objects stay with the executors: in local mode these have other classes of a cell.
    assertThat(
            value(
                "sc.parallelize(Seq(Leg(\"ZRH\", 4), Leg(\"ZRH\", 6)), 2).map(leg => (leg.from, leg)).reduceByKey((a, b) => Leg(a.from, a.km + b.km)).map(_.toString).collect.toList"))
        .isEqualTo("List((ZRH,Leg(ZRH,10)))");
    assertThat(
            value(
                "sc.parallelize(Seq(Place(\"Zurich\")), 1).repartition(2).persist(org.apache.spark.storage.StorageLevel.MEMORY_ONLY_SER).map(_.city).collect.toList"))
        .isEqualTo("List(Zurich)");
  }

  @Test
  void aJobOfAJarThatIsAttachedRunsInACell() {
    run(
        """
        import dev.p3.job.Jobs
        import java.time.Instant.{parse => at}
        val clicks = Seq(
          ("ann", at("2026-03-01T08:00:00Z"), "Firefox/128.0"),
          ("ann", at("2026-03-01T08:31:00Z"), "Firefox/128.0"),
          ("bob", at("2026-03-01T08:00:00Z"), "Edg/126.0")).toDF("user", "time", "agent")
        val run = Jobs.of(spark).job("sessions").input("clicks", clicks).option("gap", 30).run()
        """);

    assertThat(
            value(
                "run.output(\"sessions\").orderBy(\"user\", \"session\").select(\"user\", \"session\", \"browser\").collect.toList"))
        .isEqualTo("List([ann,1,Firefox], [ann,2,Firefox], [bob,1,Edge])");
    assertThat(value("run.result")).isEqualTo("SessionsResult[sessions=3]");
    assertThat(value("Jobs.list(spark).where(\"job = 'sessions'\").count")).isEqualTo("1");
    run("run.close()");
  }

  /** No function here says a type. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rows.map((places, leg) => places.value()(leg.from).city, Encoders.STRING).collect.toList | List(Zurich, New York, Zurich)
          rows.flatMap((places, leg) => list(leg.from, places.value()(leg.from).city).iterator, Encoders.STRING).count | 6
          rows.filter((places, leg) => places.value()(leg.from).city == "Zurich").collect.toList | List(Leg(ZRH,4), Leg(ZRH,6))
          rows.mapPartitions((places, legs) => list(places.value.size).iterator, Encoders.scalaInt).distinct.collect.toList | List(2)
          rows.foreach((places, leg) => counted.add(leg.km)); counted.value | 15
          counted.reset(); rows.foreachPartition((places, legs) => legs.forEachRemaining(leg => counted.add(leg.km))); counted.value | 15
          groups.mapGroups((places, from, legs) => places.value()(from).city + legs.next.km, Encoders.STRING).collect.toSet == Set("Zurich4", "New York5") | true
          groups.flatMapGroups((places, from, legs) => list(from, places.value()(from).city).iterator, Encoders.STRING).count | 4
          groups.flatMapSortedGroups(Array(desc("km")), (places, from, legs) => list(places.value()(from).city + legs.next.km).iterator, Encoders.STRING).collect.toSet == Set("Zurich6", "New York5") | true
          groups.keeping(Encoders.scalaInt).mapGroupsWithState((places, from, legs, state) => { state.update(legs.next.km); places.value()(from).city + state.get }, Encoders.STRING, GroupStateTimeout.NoTimeout).collect.toSet == Set("Zurich4", "New York5") | true
          groups.keeping(Encoders.scalaInt).flatMapGroupsWithState((places, from, legs, state) => { state.update(legs.next.km); list(places.value()(from).city + state.get).iterator }, OutputMode.Append, Encoders.STRING, GroupStateTimeout.NoTimeout).collect.toSet == Set("Zurich4", "New York5") | true
          groups.keeping(Encoders.scalaInt).flatMapGroupsWithState((places, from, legs, state) => list(places.value()(from).city + state.getOption.getOrElse(0)).iterator, OutputMode.Append, Encoders.STRING, GroupStateTimeout.NoTimeout, Seq(("ZRH", 7)).toDS.groupByKey(_._1).mapValues(_._2)).collect.toSet == Set("Zurich7", "New York0") | true
          groups.reduceGroups((places, one, other) => Leg(places.value()(one.from).city, one.km + other.km)).collect.toSet == Set(("ZRH", Leg("Zurich", 10)), ("JFK", Leg("JFK", 5))) | true
          groups.mapValues((places, leg) => places.value()(leg.from).city, Encoders.STRING).count.collect.toSet == Set(("ZRH", 2), ("JFK", 1)) | true
          groups.and(Seq(("ZRH", 7), ("JFK", 8)).toDS.groupByKey(_._1)).cogroup((places, from, legs, others) => list(places.value()(from).city + others.next._2).iterator, Encoders.STRING).collect.toSet == Set("Zurich7", "New York8") | true
          elements.map((places, leg) => places.value()(leg.from).city).collect | [Zurich, New York, Zurich]
          elements.flatMap((places, leg) => list(leg.from, places.value()(leg.from).city).iterator).count | 6
          elements.filter((places, leg) => places.value()(leg.from).city == "Zurich").count | 2
          elements.mapPartitions((places, legs) => list(places.value.size).iterator).collect | [2, 2]
          counted.reset(); elements.foreach((places, leg) => counted.add(leg.km)); counted.value | 15
          counted.reset(); elements.foreachPartition((places, legs) => legs.forEachRemaining(leg => counted.add(leg.km))); counted.value | 15
          pairs.map((places, pair) => places.value()(pair._1).city + pair._2).collect | [Zurich4, New York5, Zurich6]
          pairs.filter((places, pair) => places.value()(pair._1).city == "Zurich").count | 2
          pairs.mapValues((places, km) => km * places.value.size).collect | [(ZRH,8), (JFK,10), (ZRH,12)]
          pairs.flatMapValues((places, km) => list(km, places.value.size).iterator).count | 6
          flown.select(texts.udf((places, from) => places.value()(from).city, StringType)($"from")).as[String].collect.toList | List(Zurich, New York, Zurich)
          flown.select(scope.on(classOf[Int]).udf((places, km) => km * places.value.size, IntegerType)($"km")).as[Int].collect.toList | List(8, 10, 12)
          flown.select(texts.and(classOf[Int]).udf((places, from, km) => places.value()(from).city + km, StringType)($"from", $"km")).as[String].collect.toList | List(Zurich4, New York5, Zurich6)
          texts.function((places, from) => places.value()(from).city).call("JFK") | New York
          pairs.reduceByKey((places, one, other) => one + other).collectAsMap.get("ZRH") | 10
          """)
  void operationsAfterOnInferTheirTypes(String expression, String expected) {
    assertThat(value(expression)).isEqualTo(expected);
  }
}
