package dev.p3.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

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
  void aSessionOnThisMachineAloneHasOneOfItsOwn() {
    var one = new SparkConf(false).set("spark.master", "local-cluster[1,1,512]");
    SparkConf other = one.clone();
    AuthenticationSecret.provide(one, Map.of());
    AuthenticationSecret.provide(other, Map.of());

    assertThat(one.getBoolean("spark.authenticate", false)).isTrue();
    assertThat(one.get("spark.authenticate.secret"))
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(other.get("spark.authenticate.secret"));
  }

  @Test
  void oneOfTheUsersOwnIsKept() throws IOException {
    var own = new SparkConf(false).set("spark.master", "local-cluster[1,1,512]");
    SparkConf inFile = own.clone();
    own.set("spark.authenticate.secret", "own");
    Path file = Files.writeString(directory.resolve("own"), "of the file\n");
    inFile.set("spark.authenticate.secret.file", file.toString());
    AuthenticationSecret.provide(own, Map.of());
    AuthenticationSecret.provide(inFile, Map.of());

    assertThat(own.get("spark.authenticate.secret")).isEqualTo("own");
    assertThat(inFile.get("spark.authenticate.secret")).isEqualTo("of the file");
  }

  @Test
  void itIsTurnedOffByASetting() {
    var off = new SparkConf(false).set("spark.master", "local-cluster[1,1,512]");
    off.set("spark.authenticate", "false");
    AuthenticationSecret.provide(off, Map.of());

    assertThat(off.contains("spark.authenticate.secret")).isFalse();
  }

  @Test
  void whoDoesNotKnowItCannotReachTheDriver() {
    LocalSpark.spark();
    SparkEnv driver = SparkEnv.get();
    var stranger = new SparkConf(false);

    assertThat(reach(driver.conf(), driver.securityManager())).isNotNull();
    assertThatThrownBy(
            () ->
                reach(
                    stranger,
                    new SecurityManager(
                        stranger, Option.empty(), SecurityManager.$lessinit$greater$default$3())))
        .isNotNull();
  }

  @Test
  void thatOfALocalSessionBeforeIsForgotten() throws IOException {
    UserGroupInformation user = UserGroupInformation.getCurrentUser();
    var cookie = new Text("sparkCookie");
    Credentials before = user.getCredentials();
    var stale = new Credentials();
    stale.addSecretKey(cookie, "of another session".getBytes(UTF_8));
    user.addCredentials(stale);
    try {
      conf.set("spark.authenticate.secret", "of this one");
      AuthenticationSecret.provide(conf, Map.of());

      assertThat(user.getCredentials().getSecretKey(cookie))
          .isEqualTo("of this one".getBytes(UTF_8));
    } finally {
      user.addCredentials(before);
    }
  }

  /** What executors ask the driver, over the network. */
  private static Object reach(SparkConf conf, SecurityManager security) {
    RpcAddress address = SparkEnv.get().rpcEnv().address();
    RpcEnv network =
        RpcEnv.create(
            "a-client",
            "127.0.0.1",
            0,
            conf.clone().set("spark.rpc.askTimeout", "600s"),
            security,
            true);
    try {
      return network.setupEndpointRef(address, "HeartbeatReceiver");
    } finally {
      network.shutdown();
    }
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    conf.set("spark.authenticate.secret.file", directory.resolve("absent").toString());
    assertThatThrownBy(() -> AuthenticationSecret.find(conf, Map.of()))
        .hasMessageContaining("absent");
  }
}
