package dev.p3.session;

import dev.p3.record.ConnectSession;
import dev.p3.record.P3Registrator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session that is either borrowed (another program's, left running) or owned (stopped by
 * {@link #close}).
 */
public final class P3Session implements AutoCloseable {
  /**
   * What p3 sets where no other setting says otherwise: Kryo with registration required, the
   * settings that make a result the same on every machine, shuffles that suit small ones, and S3's
   * files written without a rename and read without an ETag. A borrowed session without those of S3
   * writes the same there, and copies each file twice more.
   */
  public static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("spark.serializer", "org.apache.spark.serializer.KryoSerializer"),
          Map.entry("spark.kryo.registrationRequired", "true"),
          Map.entry("spark.kryo.registrator", "dev.p3.record.P3Registrator"),
          Map.entry("spark.sql.session.timeZone", "UTC"),
          Map.entry("spark.sql.datetime.java8API.enabled", "true"),
          // Up to so many partitions, each task writes a file for every one before it joins them:
          // with Spark's 200, of which SQL makes use by default, that takes 50 ms for no rows.
          Map.entry("spark.shuffle.sort.bypassMergeThreshold", "16"),
          // Hadoop's own codec for .zst wants a native library; this one is Java and ships with
          // Spark.
          Map.entry("spark.hadoop.io.compression.codecs", "io.airlift.compress.zstd.ZstdCodec"),
          Map.entry(
              "spark.sql.sources.commitProtocolClass", "dev.p3.data.files.StoreCommitProtocol"),
          Map.entry(
              "spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a",
              "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory"),
          Map.entry("spark.hadoop.fs.s3a.committer.name", "magic"),
          Map.entry("spark.hadoop.fs.s3a.committer.magic.enabled", "true"),
          // Not every store that speaks S3's protocol gives each object one: it is no damage.
          Map.entry("spark.hadoop.fs.s3a.change.detection.version.required", "false"));

  private final SparkSession spark;
  private final boolean owned;

  private P3Session(SparkSession spark, boolean owned) {
    this.spark = spark;
    this.owned = owned;
  }

  /**
   * The settings of a new session: {@link #DEFAULTS}, under the target's, under what spark-submit
   * or system properties say, under the explicit ones.
   *
   * @param target settings for what is not set elsewhere
   * @param explicit settings that win
   */
  public static SparkConf settings(Map<String, String> target, Map<String, String> explicit) {
    var conf = new SparkConf();
    target.forEach(conf::setIfMissing);
    DEFAULTS.forEach(conf::setIfMissing);
    conf.setIfMissing(P3Registrator.FINGERPRINT_KEY, P3Registrator.fingerprint());
    String classes = P3Registrator.namesOfRunTimeClasses();
    if (!classes.isEmpty()) {
      conf.setIfMissing(P3Registrator.CLASSES_KEY, classes);
    }
    explicit.forEach(conf::set);
    conf.setIfMissing("spark.master", "local[*]");
    if (isOneJvm(conf.get("spark.master"))) {
      // Elsewhere an executor may want its file system before it has p3's classes.
      conf.setIfMissing("spark.hadoop.fs.file.impl", InProcessLocalFileSystem.class.getName());
      // A task that runs out of memory fails its job, which says so: by default it would end the
      // process, which is the driver too, without a word.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    return conf;
  }

  /**
   * The session that is running if there is one; else a new one.
   *
   * @param name the application's name, seen in cluster managers
   * @param settings as {@link #settings} gives them; a borrowed session keeps its own
   * @return an open session
   */
  public static P3Session borrowOrOpen(String name, SparkConf settings) {
    Optional<SparkSession> running = running();
    if (running.isPresent()) {
      return new P3Session(running.get(), false);
    }
    SparkConf conf = settings.clone().set("spark.app.name", name);
    AuthenticationSecret.provide(conf, System.getenv());
    return new P3Session(SparkSession.builder().config(conf).getOrCreate(), true);
  }

  /** The session that is running, if there is one. */
  public static Optional<SparkSession> running() {
    // A thread that existed before the session has no active one, only the default.
    for (var running : List.of(SparkSession.getActiveSession(), SparkSession.getDefaultSession())) {
      if (running.isDefined()
          && !ConnectSession.context(running.get(), "borrow a session").isStopped()) {
        return Optional.of(running.get());
      }
    }
    return Optional.empty();
  }

  /** Whether driver and executors of a master are one JVM. */
  public static boolean isOneJvm(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  public SparkSession spark() {
    return spark;
  }

  /** Stops the session if it is owned. */
  @Override
  public void close() {
    if (owned) {
      spark.stop();
    }
  }
}
