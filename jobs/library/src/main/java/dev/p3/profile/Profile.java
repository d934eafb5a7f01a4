package dev.p3.profile;

import dev.p3.profile.collect.Collector;
import dev.p3.profile.collect.ProfileBuilder;
import dev.p3.profile.judge.Judge;
import dev.p3.profile.model.JobProfile;
import dev.p3.profile.model.RunProfile;
import dev.p3.record.ConnectSession;
import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A profile of a part of an application, such as some cells of a notebook:
 *
 * <pre>{@code
 * Profile profile = Profile.start(spark);
 * …
 * profile.stop()
 * }</pre>
 *
 * <p>Stacks are sampled where the application runs with {@link ProfilePlugin}; without it the
 * profile has all but them, and says so. Several profiles may be in the making at once.
 * Thread-safe.
 */
public final class Profile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Profile.class);

  private final SparkContext context;
  private final Collector collector;
  private final ProfileBuilder builder;
  private final Runnable atEnd = this::contextEnds;
  private String directory = "";
  private Profiled stopped;

  private Profile(SparkContext context, long since) {
    this.context = context;
    this.collector = Collector.of(context);
    this.builder = collector.begin(since);
    collector.atEnd(atEnd);
  }

  /** Begins a profile; waits some seconds until executors of this JVM sample. */
  public static Profile start(SparkSession spark) {
    SparkContext context = ConnectSession.context(spark, "start a profile");
    var profile = new Profile(context, System.currentTimeMillis());
    if (!hasPlugin(context)) {
      profile.builder.note(
          "Stacks were not sampled: the application runs without --conf spark.plugins="
              + ProfilePlugin.NAME
              + ".");
    }
    profile.collector.join(profile.builder);
    return profile;
  }

  static Profile ofApplication(SparkContext context) {
    return new Profile(context, context.startTime());
  }

  private static boolean hasPlugin(SparkContext context) {
    return Arrays.asList(context.getConf().get("spark.plugins", "").split(",", -1))
        .contains(ProfilePlugin.NAME);
  }

  /**
   * Has the profile written if the application ends before {@link #stop}. With {@code
   * spark.p3.profile.jfr=true}, executors write their recordings there when the profile ends.
   *
   * @param uri a directory, on any file system that Spark knows
   */
  public synchronized Profile writesTo(String uri) {
    directory = uri;
    return this;
  }

  /** Ends the profile; waits some seconds for the last samples. The same again later. */
  public Profiled stop() {
    return stop("running", null);
  }

  /**
   * Ends the profile of something that ended.
   *
   * @param status {@code complete}, {@code failed}, {@code interrupted}, or {@code running} when
   *     the application goes on
   * @param error why it failed; null when it did not
   */
  public synchronized Profiled stop(String status, String error) {
    if (stopped == null) {
      collector.notAtEnd(atEnd);
      long end = System.currentTimeMillis();
      collector.end(builder, directory);
      builder.ends(end, status, error);
      RunProfile judged = Judge.judge(builder.build());
      stopped = new Profiled(judged, builder.foldedCpu(), builder.foldedAllocation());
    }
    return stopped;
  }

  /** The application ends: nobody is left to ask for the profile. */
  private void contextEnds() {
    try {
      boolean wasBusy =
          builder.build().jobs().stream()
              .map(JobProfile::status)
              .anyMatch(
                  status -> status.equals("running") || status.equals(ProfileBuilder.INTERRUPTED));
      Profiled profiled = stop(wasBusy ? ProfileBuilder.INTERRUPTED : "complete", null);
      String uri;
      synchronized (this) {
        uri = directory;
      }
      if (!uri.isEmpty()) {
        profiled.writeTo(uri, context.hadoopConfiguration());
        LOG.info("Wrote the profile to {}:\n{}", uri, profiled);
      }
    } catch (IOException | RuntimeException | LinkageError e) { // the application has ended well
      LOG.warn("Cannot write the profile to {}: {}", directory, e.toString());
    }
  }

  /** As {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }
}
