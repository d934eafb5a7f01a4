package dev.p3.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  static final List<String> own = Targets.OWN;

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("own")
  void everyLineOfAShippedFileIsASettingThatSparkKnows(String name) {
    List<Layer> layers = targets(Map.of()).layers(name);

    assertThat(layers).singleElement();
    assertThat(layers.get(0).origin()).isEqualTo("conf/" + name + ".conf");
    assertThat(layers.get(0).settings()).isNotEmpty();
    assertThat(layers.get(0).settings().keySet())
        .allSatisfy(key -> assertThat(KnownSettings.fault(key)).isEmpty());
  }

  @ParameterizedTest
  @FieldSource("own")
  void everySettingOfAShippedFileHasItsReasonAboveIt(String name) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../../conf", name + ".conf"));
    boolean isExplained = false;
    for (String line : lines) {
      assertThat(line.isBlank() || isExplained || line.startsWith("#")).as(line).isTrue();
      isExplained = line.startsWith("#") || line.startsWith("spark.") && isExplained;
    }
  }

  @Test
  void theEnvironmentWinsOverTheUsersFileAndThatOverTheShippedOne() throws IOException {
    write("yarn", "spark.yarn.queue = night\nspark.executor.cores: 3\n! no setting\n\r\n");
    Targets targets = targets(Map.of("P3_CONF", "spark.executor.cores=5; spark.ui.port=4050\n"));

    List<Layer> layers = targets.layers("yarn");
    var settings = new SparkConf(false);
    for (int i = layers.size() - 1; i >= 0; i--) {
      layers.get(i).settings().forEach(settings::set);
    }

    assertThat(EffectiveSetting.all(settings, layers))
        .contains(
            new EffectiveSetting("spark.executor.cores", "5", "environment, P3_CONF"),
            new EffectiveSetting("spark.ui.port", "4050", "environment, P3_CONF"),
            new EffectiveSetting(
                "spark.yarn.queue", "night", directory.resolve("yarn.conf").toString()),
            new EffectiveSetting("spark.master", "yarn", "conf/yarn.conf"));
  }

  @Test
  void aFileOfTheUsersAloneIsATargetToo() throws IOException {
    write("night", "spark.master spark://10.0.0.1:7077\n");

    assertThat(targets(Map.of()).names()).startsWith("local").endsWith("databricks", "night");
    assertThat(targets(Map.of()).layers("night").get(0).settings())
        .isEqualTo(Map.of("spark.master", "spark://10.0.0.1:7077"));
    assertThat(targets(Map.of("P3_TARGET", "night")).named()).isEqualTo(Optional.of("night"));
  }

  @Test
  void everyWrongLineIsNamedAtOnce() throws IOException {
    write(
        "local",
        """
        spark.exector.memory 2g
        spark.ui.port
        master local[2]
        spark.executor.cores 1
        spark.executor.cores 2
        spark.driver.extraJavaOptions -Da=b \\
        """);

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> targets(Map.of("P3_CONF", "cores=1;spark.ui.prot=1")).layers("local"))
        .satisfies(
            refusal ->
                assertThat(refusal.faults())
                    .hasSize(7)
                    .anyMatch(fault -> fault.contains("P3_CONF: 'cores'"))
                    .anyMatch(fault -> fault.contains("Did you mean 'spark.ui.port'?"))
                    .anyMatch(
                        fault ->
                            fault.contains("local.conf, line 1")
                                && fault.contains("Did you mean 'spark.executor.memory'?"))
                    .anyMatch(fault -> fault.contains("line 2: 'spark.ui.port' has no value"))
                    .anyMatch(fault -> fault.contains("line 3: 'master'"))
                    .anyMatch(fault -> fault.contains("line 5") && fault.contains("already, as 1"))
                    .anyMatch(fault -> fault.contains("line 6: it ends in a backslash")));
  }

  @Test
  void aDirectoryThatIsNamedAndNotThereIsAFault() {
    Path absent = directory.resolve("absent");
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(
            () -> new Targets(absent, Map.of("P3_CONF_DIR", absent.toString())).layers("local"))
        .withMessageContaining("Cannot use P3_CONF_DIR=" + absent);
  }

  @Test
  void aSecretIsNeverShown() {
    var spark = new SparkConf(false).set("spark.authenticate.secret", "hunter2");
    assertThat(EffectiveSetting.text(EffectiveSetting.all(spark, List.of())))
        .contains("spark.authenticate.secret")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.executor.memry, spark.executor.memory",
    "spark.sql.shufle.partitions, spark.sql.shuffle.partitions",
    "spark.yarn.quue, spark.yarn.queue",
    "spark.kubernetes.namspace, spark.kubernetes.namespace",
    "spark.hadop.fs.s3a.endpoint, spark.hadoop.",
    "spark.mastr, spark.master"
  })
  void aMisspeltKeyIsNamedWithTheNearest(String key, String meant) {
    assertThat(KnownSettings.fault(key))
        .hasValueSatisfying(fault -> assertThat(fault).contains(meant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.executor.memory",
        "spark.executor.defaultJavaOptions",
        "spark.driver.defaultJavaOptions",
        "spark.hadoop.fs.s3a.endpoint",
        "spark.sql.catalog.warehouse.uri",
        "spark.sql.iceberg.vectorization.enabled",
        "spark.rapids.sql.enabled",
        "spark.databricks.delta.preview.enabled",
        "spark.kubernetes.driver.volumes.emptyDir.tmp.mount.path",
        "spark.executorEnv.LANG",
        "spark.p3.word-count.top"
      })
  void aKeyOfSparkOrOfSomebodyElseIsTaken(String key) {
    assertThat(KnownSettings.fault(key)).isEmpty();
  }

  private Targets targets(Map<String, String> environment) {
    return new Targets(directory, environment);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name + ".conf"), text);
  }
}
