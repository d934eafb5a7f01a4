package dev.p3.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class MasterProbeTest {
  @Test
  void whoTakesConnectionsAndSaysNothingIsNamedAfterSomeSeconds() throws Exception {
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      assertThat(refusal(silent.getLocalPort()))
          .isEqualTo("what listens there takes connections, and has not answered in 15 s");
    }
  }

  @Test
  void whoLetsGoAtOnceIsNoMaster() throws Exception {
    try (var other = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      var hangsUp =
          new Thread(
              () -> {
                try {
                  other.accept().close();
                } catch (IOException e) {
                  // the test has ended
                }
              });
      hangsUp.setDaemon(true);
      hangsUp.start();
      assertThat(refusal(other.getLocalPort()))
          .startsWith("it does not answer as a master of this Spark: ");
    }
  }

  private static String refusal(int port) {
    return MasterProbe.refusal("127.0.0.1", port, new SparkConf(false)).orElseThrow();
  }
}
