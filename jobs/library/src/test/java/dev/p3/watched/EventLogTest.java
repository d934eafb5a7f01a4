package dev.p3.watched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.profile.Profile;
import dev.p3.profile.Profiled;
import dev.p3.profile.eventlog.EventLog;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.QueryProfile;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** Logs that Spark itself writes beside a profile of the same run. */
class EventLogTest {
  private static final Configuration HADOOP = new Configuration();
  private final SparkSession spark = LocalSpark.spark();
  private final SparkContext context = spark.sparkContext();
  private final Map<String, EventLoggingListener> logs = new TreeMap<>();
  @TempDir private Path directory;

  @BeforeEach
  void begin() throws IOException {
    begin(
        "plain",
        Map.of("spark.eventLog.compress", "false", "spark.eventLog.rolling.enabled", "false"));
    begin(
        "zstd",
        Map.of("spark.eventLog.compress", "true", "spark.eventLog.rolling.enabled", "false"));
    begin(
        "lz4",
        Map.of(
            "spark.eventLog.compress", "true",
            "spark.eventLog.compression.codec", "lz4",
            "spark.eventLog.rolling.enabled", "false"));
    begin(
        "rolling",
        Map.of("spark.eventLog.compress", "true", "spark.eventLog.rolling.enabled", "true"));
  }

  private void begin(String name, Map<String, String> settings) throws IOException {
    var conf = context.getConf().clone();
    settings.forEach(conf::set);
    Path folder = Files.createDirectories(directory.resolve(name));
    var log = new EventLoggingListener("app-1", Option.empty(), folder.toUri(), conf, HADOOP);
    log.start();
    context.addSparkListener(log);
    logs.put(name, log);
  }

  @AfterEach
  void end() {
    logs.values().forEach(context::removeSparkListener);
  }

  /** The one log in the folder of this name. */
  private Path log(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(name))) {
      return files
          .filter(file -> !file.getFileName().toString().endsWith(".crc"))
          .findFirst()
          .orElseThrow();
    }
  }

  private RunProfile live() throws TimeoutException {
    Profile profile = Profile.start(spark);
    spark
        .range(0, 100_000, 1, 3)
        .selectExpr("id % 100 as k", "id")
        .groupBy("k")
        .sum("id")
        .collect();
    RunProfile live = profile.stop().profile();
    context.listenerBus().waitUntilEmpty(60_000);
    logs.values().forEach(EventLoggingListener::stop);
    return live;
  }

  @Test
  void aLogInAnyFormHasWhatWasSeenLive() throws Exception {
    RunProfile live = live();
    assertThat(live.stages()).hasSizeGreaterThanOrEqualTo(2);
    for (String name : logs.keySet()) {
      RunProfile read = EventLog.profile(log(name).toString(), HADOOP);
      assertThat(read.totals()).as(name).isEqualTo(live.totals());
      assertThat(facts(read)).as(name).isEqualTo(facts(live));
      assertThat(read.queries())
          .extracting(QueryProfile::plan)
          .isEqualTo(live.queries().stream().map(QueryProfile::plan).toList());
      assertThat(read.application().source()).isEqualTo("event-log");
      assertThat(read.notes()).anyMatch(note -> note.contains("no stacks"));
    }
    assertCutLogsAreRead();
  }

  private static List<List<Object>> facts(RunProfile run) {
    return run.stages().stream().map(EventLogTest::facts).toList();
  }

  private static List<Object> facts(StageProfile stage) {
    return List.of(
        stage.id(),
        stage.name(),
        stage.callSite(),
        stage.status(),
        stage.tasks(),
        stage.metrics(),
        stage.durations(),
        stage.rdds());
  }

  private void assertCutLogsAreRead() throws IOException {
    byte[] plain = Files.readAllBytes(log("plain"));
    Path cut =
        Files.write(directory.resolve("cut.log"), Arrays.copyOf(plain, plain.length * 2 / 3));
    assertThat(EventLog.profile(cut.toString(), HADOOP).notes())
        .anyMatch(note -> note.contains("no whole events"))
        .anyMatch(note -> note.contains("does not say that the application ended"));

    var lines = new ArrayList<>(Files.readAllLines(log("plain")));
    lines.add(0, "{\"Event\":\"com.example.Unknown\",\"x\":[1,{\"y\":null}]}");
    lines.add("not JSON at all");
    lines.add("");
    lines.add("{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":null}");
    lines.add(
        "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":1,\"Task Info\":null,\"Task Metrics\":null}");
    Path foreign = Files.write(directory.resolve("foreign.json"), lines);
    RunProfile read = EventLog.profile(foreign.toString(), HADOOP);
    assertThat(read.totals()).isEqualTo(EventLog.profile(log("plain").toString(), HADOOP).totals());

    for (String name : List.of("zstd", "lz4")) {
      byte[] compressed = Files.readAllBytes(log(name));
      Path half = directory.resolve("half." + name);
      Files.write(half, Arrays.copyOf(compressed, compressed.length - 7));
      try {
        assertThat(EventLog.profile(half.toString(), HADOOP).notes())
            .as(name)
            .hasSizeGreaterThan(1);
      } catch (IOException e) { // all events are in one block, which is cut
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  /**
   * Names of metrics as in Spark 4.2's PythonSQLMetrics; total is start, initialization and run.
   */
  @Test
  void whatPythonWorkersTookIsALineOfItsOwn() throws IOException {
    String plan =
        "{\"nodeName\":\"BatchEvalPython\",\"simpleString\":\"BatchEvalPython\",\"children\":[],"
            + "\"metadata\":{},\"metrics\":["
            + "{\"name\":\"time to start Python workers\",\"accumulatorId\":1,\"metricType\":\"timing\"},"
            + "{\"name\":\"time to initialize Python workers\",\"accumulatorId\":2,\"metricType\":\"timing\"},"
            + "{\"name\":\"time to run Python workers\",\"accumulatorId\":3,\"metricType\":\"timing\"},"
            + "{\"name\":\"time to execute Python code\",\"accumulatorId\":4,\"metricType\":\"timing\"},"
            + "{\"name\":\"data sent to Python workers\",\"accumulatorId\":5,\"metricType\":\"size\"},"
            + "{\"name\":\"data returned from Python workers\",\"accumulatorId\":6,\"metricType\":\"size\"}]}";
    Path log =
        Files.write(
            directory.resolve("pyspark"),
            List.of(
                "{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"p\",\"App ID\":\"a\",\"Timestamp\":1000}",
                "{\"Event\":\"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart\",\"executionId\":0,"
                    + "\"description\":\"collect at app.py:7\",\"sparkPlanInfo\":"
                    + plan
                    + ",\"time\":1000}",
                "{\"Event\":\"org.apache.spark.sql.execution.ui.SparkListenerDriverAccumUpdates\",\"executionId\":0,"
                    + "\"accumUpdates\":[[1,400],[2,600],[3,7500],[4,6000],[5,2048],[6,1024]]}",
                "{\"Event\":\"SparkListenerStageSubmitted\",\"Stage Info\":{\"Stage ID\":0,\"Stage Name\":\"collect at app.py:9\","
                    + "\"Submission Time\":1000,\"RDD Info\":[{\"RDD ID\":1,\"Name\":\"PythonRDD\"}]}}",
                "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":0,\"Task End Reason\":{\"Reason\":\"Success\"},"
                    + "\"Task Info\":{\"Launch Time\":1000,\"Finish Time\":4000},"
                    + "\"Task Metrics\":{\"Executor Run Time\":3000,\"Executor CPU Time\":500000000}}",
                "{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":9000}"));
    RunProfile run = EventLog.profile(log.toString(), HADOOP);
    assertThat(run.application().pythonSeconds()).isEqualTo(7.5);
    assertThat(new Profiled(run, List.of(), List.of()).summary())
        .hasSizeLessThanOrEqualTo(10)
        .contains(
            "  python   Python workers took 7.5 s; 2 KB sent to them, 1 KB returned; "
                + "tasks with Python's RDDs took 3.0 s, of which 0.5 s CPU of the JVM");
  }

  @Test
  void whatIsAskedOfEachEventIsReadAndTheRestPassedOver() throws IOException {
    String stage =
        "{\"Stage ID\":4,\"Stage Attempt ID\":1,\"Stage Name\":\"count at Job.java:9\",\"Parent IDs\":[3],"
            + "\"RDD Info\":[{\"RDD ID\":7,\"Name\":\"rows\",\"Scope\":\"{}\",\"Callsite\":\"map at Job.java:8\","
            + "\"Parent IDs\":[6,5],\"Storage Level\":{\"Use Disk\":false,\"Use Memory\":true,\"Replication\":1}}],"
            + "\"Details\":\"org.apache.spark.rdd.RDD.count(RDD.scala:1)\\ncom.example.Job.run(Job.java:9)\","
            + "\"Submission Time\":2000,\"Completion Time\":4000,\"Failure Reason\":\"lost\",\"Accumulables\":[]}";
    Path log =
        Files.write(
            directory.resolve("all"),
            List.of(
                "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.8\"}",
                "{\"Event\":\"SparkListenerEnvironmentUpdate\",\"JVM Information\":{\"Java Home\":\"x\"},"
                    + "\"Spark Properties\":{\"spark.master\":\"yarn\",\"spark.any.key\":\"v\"}}",
                "{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"n\",\"App ID\":\"a-1\",\"Timestamp\":1000}",
                "{\"Event\":\"SparkListenerExecutorAdded\",\"Timestamp\":1500,\"Executor ID\":\"e\","
                    + "\"Executor Info\":{\"Host\":\"h\",\"Total Cores\":3,\"Log Urls\":{}}}",
                "{\"Event\":\"SparkListenerJobStart\",\"Job ID\":2,\"Submission Time\":2000,\"Stage Infos\":["
                    + stage
                    + "],\"Stage IDs\":[4],\"Properties\":{\"spark.job.description\":\"why\",\"other\":\"x\"}}",
                "{\"Event\":\"SparkListenerStageExecutorMetrics\",\"Executor ID\":\"e\",\"Stage ID\":4,"
                    + "\"Stage Attempt ID\":1,\"Executor Metrics\":{\"JVMHeapMemory\":77}}",
                "{\"Event\":\"SparkListenerStageCompleted\",\"Stage Info\":" + stage + "}",
                "{\"Event\":\"SparkListenerJobEnd\",\"Job ID\":2,\"Completion Time\":4500,"
                    + "\"Job Result\":{\"Result\":\"JobFailed\",\"Exception\":{\"Message\":\"m\"}}}",
                "{\"Event\":\"SparkListenerExecutorRemoved\",\"Timestamp\":5000,\"Executor ID\":\"e\",\"Removed Reason\":\"old\"}",
                "{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":6000}"));
    RunProfile run = EventLog.profile(log.toString(), HADOOP);

    assertThat(run.application().spark()).isEqualTo("3.5.8");
    assertThat(run.application().settings())
        .isEqualTo(Map.of("spark.master", "yarn", "spark.any.key", "v"));
    assertThat(run.application().id()).isEqualTo("a-1");
    assertThat(run.application().seconds()).isEqualTo(5);
    assertThat(run.executors())
        .singleElement()
        .satisfies(
            executor -> {
              assertThat(executor.host()).isEqualTo("h");
              assertThat(executor.cores()).isEqualTo(3);
              assertThat(executor.removedBecause()).isEqualTo("old");
              assertThat(executor.peak("JVMHeapMemory")).isEqualTo(77);
            });
    assertThat(run.jobs())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.description()).isEqualTo("why");
              assertThat(job.status()).isEqualTo("failed");
              assertThat(job.stages()).containsExactly(4);
            });
    StageProfile read = run.stage(4, 1).orElseThrow();
    assertThat(read.callSite()).isEqualTo("Job.java:9");
    assertThat(read.failure()).isEqualTo("lost");
    assertThat(read.parents()).containsExactly(3);
    assertThat(read.rdds())
        .containsExactly(new StageProfile.RddProfile(7, "rows", "Job.java:8", true, List.of(6, 5)));
  }

  /** As Spark 2 did on a machine whose encoding is not UTF-8. */
  @Test
  void eventsInAnotherEncodingAreReadButForItsLetters() throws IOException {
    Path log =
        Files.write(
            directory.resolve("latin"),
            List.of(
                "{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"caf\u00e9\",\"App ID\":\"a\",\"Timestamp\":1000}",
                "{\"Event\":\"SparkListenerStageSubmitted\",\"Stage Info\":{\"Stage ID\":0,\"Stage Name\":\"th\u00e9\",\"Submission Time\":1000}}",
                "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":0,\"Task End Reason\":{\"Reason\":\"Success\"},"
                    + "\"Task Info\":{\"Host\":\"h\u00f4te\",\"Launch Time\":1000,\"Finish Time\":4000,\"Accumulables\":[{\"Name\":\"\u00e9\"}]},"
                    + "\"Task Metrics\":{\"Executor Run Time\":3000}}",
                "{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":9000}"),
            StandardCharsets.ISO_8859_1);
    RunProfile run = EventLog.profile(log.toString(), HADOOP);
    assertThat(run.application().name()).startsWith("caf");
    assertThat(run.total(Metric.RUN_MS)).isEqualTo(3000);
  }

  @Test
  void whatIsNoLogIsRefused() throws IOException {
    Path text = Files.writeString(directory.resolve("text.txt"), "a\nb\n");
    assertThatThrownBy(() -> EventLog.profile(text.toString(), HADOOP))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no event of Spark in 2 lines");
    assertThatThrownBy(() -> EventLog.profile(directory.toString(), HADOOP))
        .hasMessageContaining("rolling log");
  }
}
