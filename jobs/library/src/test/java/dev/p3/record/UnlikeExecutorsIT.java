package dev.p3.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.ClusterSpark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Executors whose class path holds other records than the driver's. */
class UnlikeExecutorsIT {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @Test
  void anExecutorThatLacksAModuleIsRefusedByName() throws Exception {
    String withoutModules =
        Arrays.stream(CLASS_PATH.split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(withoutModules).isNotEqualTo(CLASS_PATH);
    refused(UnlikeExecutorsIT.class.getClassLoader(), withoutModules, ClusterSpark::open);
  }

  @Test
  void anExecutorWithAnotherVersionOfARecordIsRefusedInAnApplicationThatSetTheRegistratorAlone()
      throws Exception {
    Path drivers = Compiled.module("Trip", "record Trip(int a) {}");
    Path executors = Compiled.module("Trip", "record Trip(int a, int b) {}");
    refused(
        Compiled.loader(drivers),
        executors + File.pathSeparator + CLASS_PATH,
        UnlikeExecutorsIT::foreign);
  }

  /** As in a notebook whose session p3 did not open: who has nothing to say cannot differ. */
  @Test
  void anExecutorMakesAKryoWhereTheDriverHasMadeNone() {
    SparkSession spark =
        foreign(
            Map.of(
                "spark.master", "local-cluster[1,1,512]",
                "spark.serializer", "org.apache.spark.serializer.JavaSerializer",
                "spark.executor.extraClassPath", CLASS_PATH));
    try {
      var context = new JavaSparkContext(spark.sparkContext());
      assertThat(context.parallelize(List.of(1), 1).map(UnlikeExecutorsIT::copied).collect())
          .containsExactly(1);
    } finally {
      spark.stop();
    }
  }

  private static Object copied(int number) {
    return new KryoSerializer(SparkEnv.get().conf()).newKryo().copy(number);
  }

  private static SparkSession foreign(Map<String, String> more) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .config("spark.kryo.registrator", "dev.p3.record.P3Registrator")
            .config("spark.executor.memory", "512m")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", "target/spark-local")
            .config("spark.sql.warehouse.dir", "target/spark-warehouse");
    more.forEach(builder::config);
    return builder.getOrCreate();
  }

  private static void refused(
      ClassLoader driver,
      String executorClassPath,
      Function<Map<String, String>, SparkSession> application)
      throws IOException {
    Thread test = Thread.currentThread();
    ClassLoader before = test.getContextClassLoader();
    test.setContextClassLoader(driver);
    SparkSession spark =
        application.apply(
            Map.of(
                "spark.master", "local-cluster[1,1,512]",
                "spark.task.maxFailures", "1",
                "spark.executor.extraClassPath", executorClassPath));
    try {
      assertThatThrownBy(() -> spark.range(10).repartition(2).count())
          .hasStackTraceContaining("Cannot serialize with Kryo on executor ")
          .hasStackTraceContaining("the driver's is " + P3Registrator.fingerprint())
          .hasStackTraceContaining("give every process the same jars");
    } finally {
      spark.stop();
      test.setContextClassLoader(before);
    }
  }
}
