package dev.p3.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationSecretTest {
  private final SparkConf conf =
      new SparkConf(false).set("spark.master", "spark://h:7077").set("spark.authenticate", "true");

  @TempDir private Path directory;

  @Test
  void aWorkersSecretCountsBeforeThatOfTheFile() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "of the file\n");
    conf.set("spark.authenticate.secret.file", file.toString());

    assertThat(AuthenticationSecret.find(conf, Map.of())).contains("of the file");
    assertThat(AuthenticationSecret.find(conf, Map.of("_SPARK_AUTH_SECRET", "of the worker")))
        .contains("of the worker");
  }

  @Test
  void noneIsTakenWhereSparkNeedsNoneOrHasOne() {
    conf.set("spark.authenticate.secret", "a setting");
    assertThat(AuthenticationSecret.find(conf, Map.of("_SPARK_AUTH_SECRET", "other"))).isEmpty();
    assertThat(AuthenticationSecret.find(new SparkConf(false), Map.of())).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    conf.set("spark.authenticate.secret.file", directory.resolve("absent").toString());
    assertThatThrownBy(() -> AuthenticationSecret.find(conf, Map.of()))
        .hasMessageContaining("absent");
  }
}
