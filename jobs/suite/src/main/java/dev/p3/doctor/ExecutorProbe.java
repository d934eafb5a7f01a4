package dev.p3.doctor;

import dev.p3.fault.Advice;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import dev.p3.record.P3Registrator;
import dev.p3.run.SparkLine;
import dev.p3.run.figures.EndedExecutors;
import dev.p3.session.OpenModules;
import dev.p3.session.P3Session;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/** A tiny job that has the executors say what they are. */
final class ExecutorProbe {
  private static final long CLOCK_TOLERANCE_MILLIS = 2_000;

  /** Signatures of object stores and tickets of Kerberos are refused beyond it. */
  private static final long CLOCK_LIMIT_MILLIS = 300_000;

  /** How Java says so where a task's function, or what Kryo needs, is not there. */
  private static final Pattern LACKS_P3 =
      Pattern.compile("unread block data|lang\\.invoke\\.SerializedLambda|Exception: dev\\.p3\\.");

  private final SparkConf spark;
  private final long limitSeconds;

  /**
   * @param limitSeconds how long executors are waited for
   */
  ExecutorProbe(SparkConf spark, long limitSeconds) {
    this.spark = spark;
    this.limitSeconds = limitSeconds;
  }

  List<Check> all() {
    ExecutorService alone =
        Executors.newSingleThreadExecutor(
            work -> {
              var thread = new Thread(work, "p3-doctor-probe");
              thread.setDaemon(true); // one that waits for a cluster must not keep the JVM
              return thread;
            });
    var ended = new EndedExecutors();
    Future<List<Check>> answer = alone.submit(this::ask);
    try {
      return answer.get(limitSeconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      if (ended.count() > 0) {
        return List.of(endedAtOnce(ended));
      }
      return List.of(
          new Check(
              "executors",
              Verdict.FAULT,
              String.format(
                  Locale.ROOT,
                  "none took a task in %d s: %s has no free slots for executors of %s cores and %s",
                  limitSeconds,
                  spark.get("spark.master"),
                  spark.get("spark.executor.cores", "all"),
                  spark.get("spark.executor.memory", "1g")),
              "Wait until it has, or ask for less: --conf spark.executor.cores=1 --conf spark.executor.memory=512m."));
    } catch (ExecutionException e) {
      return List.of(ended.count() > 0 ? endedAtOnce(ended) : failed(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobFailedException("Interrupted while executors were asked", e);
    } finally {
      alone.shutdownNow();
      ended.close();
    }
  }

  private static Check failed(Throwable failure) {
    String said = Cause.firstLine(failure);
    Optional<String> advice = Advice.of(failure);
    if (advice.isPresent()) {
      return new Check("executors", Verdict.FAULT, advice.get(), "");
    }
    return LACKS_P3.matcher(said).find()
        ? new Check(
            "executors",
            Verdict.FAULT,
            "they do not have p3's classes, its registrator for Kryo among them",
            "Give them p3's jar: spark.jars, --jars or the image.")
        : new Check(
            "executors",
            Verdict.FAULT,
            "the probe job failed: " + said,
            "See Spark's log with -v.");
  }

  private static Check endedAtOnce(EndedExecutors ended) {
    return new Check(
        "executors",
        Verdict.FAULT,
        String.format(
            Locale.ROOT, "%d were started and ended at once (%s)", ended.count(), ended.reason()),
        "L" + EndedExecutors.REMEDY.substring(1) + ".");
  }

  private List<Check> ask() throws IOException {
    try (P3Session session = P3Session.borrowOrOpen("p3 doctor", spark)) {
      var context = new JavaSparkContext(session.spark().sparkContext());
      int tasks = Math.max(2, context.defaultParallelism());
      long pauseMillis = context.isLocal() ? 0 : 50;
      long begun = System.currentTimeMillis();
      List<String> answers =
          context
              .parallelize(Collections.nCopies(tasks, 0), tasks)
              .map(any -> facts(pauseMillis))
              .collect();
      long ended = System.currentTimeMillis();
      Map<String, Properties> executors = new TreeMap<>();
      for (String answer : answers) {
        var facts = new Properties();
        facts.load(new StringReader(answer));
        executors.put(facts.getProperty("executor"), facts);
      }
      return checks(executors, begun, ended);
    }
  }

  /** What the executor of this task is, as a text: records would ask for Kryo, which is checked. */
  private static String facts(long pauseMillis) throws IOException, InterruptedException {
    Thread.sleep(pauseMillis); // so that the tasks spread over all
    var facts = new Properties();
    facts.setProperty("executor", SparkEnv.get().executorId());
    facts.setProperty("java", System.getProperty("java.version"));
    facts.setProperty("open", Boolean.toString(OpenModules.areOpen()));
    facts.setProperty("spark", SparkLine.sparkVersion());
    facts.setProperty("scala", SparkLine.scalaVersion());
    facts.setProperty("encoding", System.getProperty("sun.jnu.encoding", "?"));
    facts.setProperty("fingerprint", fingerprint());
    facts.setProperty("temporary", temporary());
    facts.setProperty("millis", Long.toString(System.currentTimeMillis()));
    var text = new StringWriter();
    facts.store(text, null);
    return text.toString();
  }

  private static String fingerprint() {
    try {
      return P3Registrator.fingerprint();
    } catch (IllegalStateException | LinkageError e) {
      return Cause.firstLine(e);
    }
  }

  private static String temporary() {
    try {
      Files.delete(Files.createTempFile("p3-", ""));
      return "";
    } catch (IOException e) {
      return Cause.firstLine(e);
    }
  }

  private List<Check> checks(Map<String, Properties> executors, long begun, long ended) {
    var checks = new ArrayList<Check>();
    checks.add(java(executors));
    checks.add(kryo(executors));
    checks.add(clocks(executors, begun, ended));
    String temporary = distinct(executors, "temporary");
    checks.add(
        temporary.isEmpty()
            ? Check.ok("executors'", "temporary directories can be written to")
            : new Check(
                "executors'",
                Verdict.FAULT,
                "temporary directory cannot be written to: " + temporary,
                "Give executors one: --conf spark.executor.extraJavaOptions=-Djava.io.tmpdir=DIR."));
    return checks;
  }

  private static Check java(Map<String, Properties> executors) {
    String found =
        String.format(
            Locale.ROOT,
            "%s: Java %s, Spark %s, Scala %s",
            executors.size() == 1 ? "1" : executors.size() + "",
            distinct(executors, "java"),
            distinct(executors, "spark"),
            distinct(executors, "scala"));
    boolean isOpen =
        executors.values().stream().allMatch(e -> e.getProperty("open").equals("true"));
    if (!isOpen) {
      return new Check(
          "executors",
          Verdict.FAULT,
          found + ", without the packages that Spark needs open",
          "Add the --add-opens of org.apache.spark.launcher.JavaModuleOptions to spark.executor.extraJavaOptions.");
    }
    boolean isOne =
        distinct(executors, "spark").equals(SparkLine.sparkVersion())
            && distinct(executors, "scala").equals(SparkLine.scalaVersion());
    return isOne
        ? Check.ok("executors", found)
        : new Check(
            "executors",
            Verdict.FAULT,
            found + "; the driver has Spark " + SparkLine.sparkVersion(),
            "Give driver and executors the same Spark.");
  }

  private Check kryo(Map<String, Properties> executors) {
    String registrator = spark.get("spark.kryo.registrator", "");
    String own = P3Registrator.fingerprint();
    String theirs = distinct(executors, "fingerprint");
    if (!theirs.equals(own)) {
      return new Check(
          "kryo",
          Verdict.FAULT,
          String.format(
              Locale.ROOT, "executors list the record classes %s, the driver %s", theirs, own),
          "Give every process the same jars, with --jars or in the image.");
    }
    return registrator.contains(P3Registrator.class.getName())
        ? Check.ok("kryo", "p3's registrator is set, and executors list the same records (%s)", own)
        : new Check(
            "kryo",
            Verdict.WARNING,
            "p3's registrator is not set; records go through Kryo in some jobs, which fail then",
            "Set spark.kryo.registrator=dev.p3.record.P3Registrator before the session starts.");
  }

  private static Check clocks(Map<String, Properties> executors, long begun, long ended) {
    long most = 0;
    for (Properties facts : executors.values()) {
      long millis = Long.parseLong(facts.getProperty("millis"));
      most = Math.max(most, Math.max(begun - millis, millis - ended));
    }
    if (most <= CLOCK_TOLERANCE_MILLIS) {
      return Check.ok("clocks", "driver and executors agree");
    }
    return new Check(
        "clocks",
        most > CLOCK_LIMIT_MILLIS ? Verdict.FAULT : Verdict.WARNING,
        String.format(Locale.ROOT, "an executor is %.1f s off the driver", most / 1e3),
        "Run a time service (chrony, systemd-timesyncd) on all machines.");
  }

  private static String distinct(Map<String, Properties> executors, String fact) {
    return executors.values().stream()
        .map(facts -> facts.getProperty(fact, ""))
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(" and "));
  }
}
