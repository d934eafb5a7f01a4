package dev.p3.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class P3SessionTest {
  private static final String ZONE = "spark.sql.session.timeZone";

  @Nested
  class Settings {
    @Test
    void areTheDefaultsWhenNobodySaysOtherwise() {
      SparkConf conf = P3Session.settings(Map.of(), Map.of());

      assertThat(conf.get("spark.serializer")).endsWith(".KryoSerializer");
      assertThat(conf.get("spark.kryo.registrationRequired")).isEqualTo("true");
      assertThat(conf.get("spark.kryo.registrator")).isEqualTo("dev.p3.record.P3Registrator");
      assertThat(conf.get(ZONE)).isEqualTo("UTC");
      assertThat(conf.get("spark.master")).isEqualTo("local[*]");
    }

    @Test
    void ofTheTargetWinOverTheDefaults() {
      assertThat(P3Session.settings(Map.of(ZONE, "Asia/Tokyo"), Map.of()).get(ZONE))
          .isEqualTo("Asia/Tokyo");
    }

    @Test
    void ofSparkSubmitWinOverTheTarget() throws Exception {
      SparkConf conf =
          withProperty(
              ZONE, "Asia/Seoul", () -> P3Session.settings(Map.of(ZONE, "Asia/Tokyo"), Map.of()));

      assertThat(conf.get(ZONE)).isEqualTo("Asia/Seoul");
    }

    @Test
    void ofSparkSubmitWinOverTheDefaults() throws Exception {
      SparkConf conf =
          withProperty("spark.master", "yarn", () -> P3Session.settings(Map.of(), Map.of()));

      assertThat(conf.get("spark.master")).isEqualTo("yarn");
    }

    @Test
    void thatAreExplicitWinOverAll() throws Exception {
      SparkConf conf =
          withProperty(
              ZONE,
              "Asia/Seoul",
              () -> P3Session.settings(Map.of(ZONE, "Asia/Tokyo"), Map.of(ZONE, "Asia/Dhaka")));

      assertThat(conf.get(ZONE)).isEqualTo("Asia/Dhaka");
    }

    private SparkConf withProperty(String key, String value, Callable<SparkConf> settings)
        throws Exception {
      String before = System.setProperty(key, value);
      try {
        return settings.call();
      } finally {
        if (before == null) {
          System.clearProperty(key);
        } else {
          System.setProperty(key, before);
        }
      }
    }
  }

  @Nested
  class ABorrowedSession {
    private final SparkSession shared = LocalSpark.spark();

    @Test
    void isTheActiveOneAndKeepsItsSettings() {
      SparkConf other = P3Session.settings(Map.of(), Map.of(ZONE, "Asia/Dhaka"));
      try (var borrowed = P3Session.borrowOrOpen("another name", other)) {
        assertThat(borrowed.spark()).isSameAs(shared);
      }

      assertThat(shared.conf().get(ZONE)).isEqualTo("UTC");
      assertThat(shared.sparkContext().appName()).isEqualTo("tests");
    }

    @Test
    void isLeftRunning() {
      P3Session.borrowOrOpen("tests", new SparkConf()).close();

      assertThat(shared.sparkContext().isStopped()).isFalse();
      assertThat(shared.range(3).count()).isEqualTo(3);
    }

    @Test
    void isFoundFromAThreadThatHasNoActiveSession() throws Exception {
      SparkSession found =
          onAnotherThread(
              () -> {
                SparkSession.clearActiveSession();
                try (var borrowed = P3Session.borrowOrOpen("tests", new SparkConf())) {
                  return borrowed.spark();
                }
              });

      assertThat(found).isSameAs(shared);
      assertThat(shared.sparkContext().isStopped()).isFalse();
    }

    private SparkSession onAnotherThread(Callable<SparkSession> work)
        throws InterruptedException, ExecutionException {
      var task = new FutureTask<>(work);
      var thread = new Thread(task);
      thread.start();
      thread.join();
      return task.get();
    }
  }
}
