package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.ClusterSpark;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

/** One run finds all; the module it writes makes a strict run pass, in one process and in many. */
class KryoDiscoveryIT {
  /** Shuffled. */
  public record Parcel(int id, Map<String, Object> notes) {}

  /** Inside a parcel, where nothing declares it. */
  record Note(String text) {}

  /** What a task returns. */
  private record Summary(int key, long parcels, double kilograms) {}

  /** Broadcast; no record. */
  static final class Weight {
    final double kilograms;

    Weight(double kilograms) {
      this.kilograms = kilograms;
    }
  }

  private static List<Summary> summaries(JavaSparkContext context) {
    var weights = context.broadcast(new HashMap<>(Map.of("a", new Weight(1.5))));
    return context
        .parallelize(List.of(1, 2, 3, 4), 2)
        .mapToPair(
            i -> new Tuple2<>(i % 2, new Parcel(i, new HashMap<>(Map.of("n", new Note("x"))))))
        .groupByKey(2)
        .map(group -> summary(group, weights.value().get("a").kilograms))
        .collect();
  }

  private static Summary summary(Tuple2<Integer, Iterable<Parcel>> group, double kilograms) {
    long parcels = 0;
    for (Parcel parcel : group._2()) {
      parcels += parcel.notes().size();
    }
    return new Summary(group._1(), parcels, kilograms);
  }

  @Test
  void aStrictRunStopsAtTheFirstOfThem() {
    assertThatThrownBy(() -> run(Map.of("spark.master", "local[1]")))
        .hasStackTraceContaining("Class is not registered: " + Weight.class.getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "local-cluster[2,1,512]"})
  void aStrictRunPassesWithTheModuleThatOneRunWrote(String master) throws Exception {
    KryoDiscovery found = run(Map.of("spark.master", master, KryoDiscovery.KEY, "true"));
    Map<String, String> stages =
        found.classes().stream()
            .collect(
                Collectors.toMap(
                    each -> each.name().replace(KryoDiscoveryIT.class.getName() + "$", ""),
                    UnregisteredClass::stage));
    assertThat(stages).containsOnlyKeys("Parcel", "Note", "Summary", "Weight");
    assertThat(stages.get("Weight")).isEqualTo("driver, broadcast");
    assertThat(stages.get("Parcel")).startsWith("stage 0: mapToPair at KryoDiscoveryIT.java");
    assertThat(stages.get("Summary"))
        .startsWith("stage 1: collect at KryoDiscoveryIT.java")
        .endsWith(", task result");
    assertThat(found.classes())
        .anySatisfy(
            each ->
                assertThat(each.reachedBy())
                    .endsWith("$Parcel.notes → java.util.HashMap value → " + Note.class.getName()));

    Path module = Compiled.folder("Found", found.moduleSource("Found"));
    Path services = Files.createDirectories(module.resolve("META-INF/services"));
    Files.writeString(services.resolve(RecordModule.class.getName()), "Found\n");
    Thread test = Thread.currentThread();
    ClassLoader before = test.getContextClassLoader();
    test.setContextClassLoader(Compiled.loader(module));
    try {
      run(
          Map.of(
              "spark.master",
              master,
              "spark.executor.extraClassPath",
              module + File.pathSeparator + System.getProperty("java.class.path")));
    } finally {
      test.setContextClassLoader(before);
    }
  }

  /** Runs the job in a session of its own, and gives what was discovered, if anything may be. */
  private static KryoDiscovery run(Map<String, String> settings) {
    SparkSession spark = ClusterSpark.open(settings);
    try {
      assertThat(summaries(JavaSparkContext.fromSparkContext(spark.sparkContext())))
          .containsExactlyInAnyOrder(new Summary(0, 2, 1.5), new Summary(1, 2, 1.5));
      return settings.containsKey(KryoDiscovery.KEY)
          ? KryoDiscovery.of(spark.sparkContext())
          : new KryoDiscovery(List.of());
    } finally {
      spark.stop();
    }
  }
}
