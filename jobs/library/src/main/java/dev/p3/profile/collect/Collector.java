package dev.p3.profile.collect;

import dev.p3.data.Secrets;
import dev.p3.table.ScalaCollections;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import scala.Tuple2;

/**
 * The driver's part: takes what executors send and what Spark tells, for every profile that is in
 * the making. One for each context. Thread-safe.
 */
public final class Collector {
  private static final Map<SparkContext, Collector> ALL =
      Collections.synchronizedMap(new WeakHashMap<>());

  private static final String REDACTION = "spark.redaction.regex";
  private static final long DRAIN_MILLIS = 10_000;
  private static final Duration MOST_FOR_START = Duration.ofSeconds(10);
  private static final Duration MOST_FOR_END = Duration.ofSeconds(4);
  private static final Duration MOST_FOR_RECORDINGS = Duration.ofSeconds(30);
  private static final long MILLIS_BETWEEN_LOOKS = 20;

  private final SparkContext context;
  private final CallTree tree = new CallTree();
  private final Map<String, Sender> senders = new HashMap<>();
  private final List<Active> active = new ArrayList<>();
  private final List<Runnable> atEnd = new CopyOnWriteArrayList<>();
  private int flushesWanted;
  private long recordings;
  private String recordingOrder = "";
  private boolean keepsSampling;
  private volatile boolean isEnding;

  /** A profile in the making, and what tells it of Spark's events. */
  private record Active(ProfileBuilder profile, SparkEvents events) {}

  /** What an executor's numbers mean here. */
  private static final class Sender {
    private final List<String> frames = new ArrayList<>();
    private final List<Integer> nodes = new ArrayList<>(List.of(CallTree.ROOT));
    private long sequence;
    private long completeUntil;

    /** The last flush that it was asked for. */
    private int flushes;

    /** Samples up to here are wanted, by its own clock, which may differ from the driver's. */
    private long flushFrom = -1;

    private Sender(int flushes) {
      this.flushes = flushes;
    }

    private boolean isBehind() {
      return completeUntil <= flushFrom;
    }
  }

  private Collector(SparkContext context) {
    this.context = context;
  }

  /** The collector of a context, made when it is first asked for. */
  public static Collector of(SparkContext context) {
    return ALL.computeIfAbsent(context, Collector::new);
  }

  /** Lets executors sample also while no profile is in the making, so that none has to wait. */
  public synchronized void keepSampling() {
    keepsSampling = true;
  }

  /** Begins a profile. */
  public ProfileBuilder begin(long since) {
    var profile = new ProfileBuilder("live", tree);
    SparkConf settings = context.getConf();
    profile.begins(
        context.applicationId() == null ? "" : context.applicationId(),
        settings.get("spark.app.name", ""),
        since);
    profile.runsOn(context.version(), withoutSecrets(settings));
    var events = new SparkEvents(profile);
    synchronized (this) {
      active.add(new Active(profile, events));
    }
    context.addSparkListener(events);
    return profile;
  }

  /** Says what executors are there already, and waits until those of this JVM sample. */
  public void join(ProfileBuilder profile) {
    try {
      ScalaCollections.asJava(context.statusStore().executorList(true)).stream()
          .filter(executor -> executor.totalCores() > 0)
          .forEach(
              executor ->
                  profile.executorAdded(
                      executor.id(),
                      executor.hostPort(),
                      executor.totalCores(),
                      System.currentTimeMillis()));
      ExecutorSide.startInThisJvm(MOST_FOR_START);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      profile.note("Executors that were there before are not known: " + e + ".");
    }
  }

  /**
   * Ends a profile: waits some seconds for what executors have not sent yet.
   *
   * @param directory where executors that keep a recording write it; empty for nowhere
   */
  public void end(ProfileBuilder profile, String directory) {
    try {
      drain(profile);
      if (!directory.isEmpty() && context.getConf().getBoolean(ExecutorSide.RECORDS, false)) {
        if (isEnding) {
          profile.note(
              "There are no recordings: executors end before their application does. End the profile before, by Profile.stop or with ./p3 run.");
        } else {
          record(profile, directory);
        }
      }
      ExecutorSide.flushInThisJvm();
      awaitExecutors(profile);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      remove(profile);
    }
  }

  private synchronized void remove(ProfileBuilder profile) {
    for (Active each : List.copyOf(active)) {
      if (each.profile == profile) {
        context.removeSparkListener(each.events);
        active.remove(each);
      }
    }
  }

  private void drain(ProfileBuilder profile) {
    try {
      context.listenerBus().waitUntilEmpty(DRAIN_MILLIS);
    } catch (TimeoutException | RuntimeException e) {
      profile.note("Spark was late to report: the last events are missing.");
    }
  }

  private void record(ProfileBuilder profile, String directory) throws InterruptedException {
    long number;
    String order;
    synchronized (this) {
      number = ++recordings;
      order = ExecutorSide.RECORD + number + " " + directory;
      recordingOrder = order;
    }
    ExecutorSide.recordInThisJvm(order);
    long end = System.nanoTime() + MOST_FOR_RECORDINGS.toNanos();
    while (profile.isRecording(number) && System.nanoTime() < end) {
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
    synchronized (this) {
      recordingOrder = "";
    }
    try {
      profile.recorded(number, new ProfileFolder(directory, context.hadoopConfiguration()));
    } catch (IOException e) {
      profile.note("Whether recordings were written is not known: " + e.getMessage() + ".");
    }
  }

  private void awaitExecutors(ProfileBuilder profile) throws InterruptedException {
    if (ExecutorSide.isInThisJvm()) {
      return; // they have sent
    }
    int flush;
    synchronized (this) {
      flush = ++flushesWanted;
    }
    long end = System.nanoTime() + MOST_FOR_END.toNanos();
    List<String> late = late(profile, flush);
    while (!late.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
      late = late(profile, flush);
    }
    late.forEach(
        executor ->
            profile.note("Executor " + executor + " did not send the samples of its last second."));
  }

  /** Who has not sent what it was asked for. */
  private List<String> late(ProfileBuilder profile, int flush) {
    List<String> executors = profile.samplingExecutors(); // takes the profile's lock first
    synchronized (this) {
      return executors.stream()
          .filter(
              executor -> {
                Sender sender = senders.get(executor);
                return sender == null || sender.flushes < flush || sender.isBehind();
              })
          .toList();
    }
  }

  /**
   * Takes what an executor sent.
   *
   * @return what it is to do
   */
  public Object receive(Object message) {
    try {
      Delta delta = Delta.of((byte[]) message);
      synchronized (this) {
        Sender sender = senders.computeIfAbsent(delta.executor(), any -> new Sender(flushesWanted));
        if (delta.sequence() > sender.sequence) {
          take(delta, sender);
        }
        if (active.isEmpty()) {
          return keepsSampling ? ExecutorSide.ON : ExecutorSide.OFF;
        }
        if (sender.flushes < flushesWanted) {
          sender.flushes = flushesWanted;
          sender.flushFrom = delta.process().at();
        }
        if (!recordingOrder.isEmpty() && delta.sampler().recording() < recordings) {
          return recordingOrder;
        }
        return sender.isBehind() && !delta.sampler().name().equals("none")
            ? ExecutorSide.FLUSH
            : ExecutorSide.ON;
      }
    } catch (Exception e) { // an executor of another version; the job goes on
      synchronized (this) {
        active.forEach(each -> each.profile.note("An executor's message was not understood: " + e));
      }
      return "";
    }
  }

  private void take(Delta delta, Sender sender) {
    long lost = delta.sequence() - sender.sequence - 1;
    if (lost > 0) {
      active.forEach(each -> each.profile.lost(delta.executor(), lost));
    }
    while (sender.frames.size() < delta.firstFrame()) {
      sender.frames.add("(lost)");
    }
    sender.frames.addAll(delta.frames());
    while (sender.nodes.size() < delta.firstNode()) {
      sender.nodes.add(tree.child(CallTree.ROOT, "(lost)"));
    }
    for (CallTree.Node node : delta.nodes()) {
      sender.nodes.add(
          tree.child(sender.nodes.get(node.parent()), sender.frames.get(node.frame())));
    }
    sender.sequence = delta.sequence();
    sender.completeUntil = delta.completeUntil();
    List<Delta.Count> counts =
        delta.counts().stream()
            .map(
                count ->
                    new Delta.Count(
                        count.kind(),
                        count.stage(),
                        count.stageAttempt(),
                        sender.nodes.get(count.node()),
                        count.value()))
            .toList();
    active.forEach(each -> each.profile.sampled(delta, counts));
  }

  /** Has something done when the context ends, before nothing more can be written. */
  public void atEnd(Runnable action) {
    atEnd.add(action);
  }

  /** Takes it back. */
  public void notAtEnd(Runnable action) {
    atEnd.remove(action);
  }

  /** The context ends. */
  void contextEnds() {
    isEnding = true;
    atEnd.forEach(Runnable::run);
    ALL.remove(context);
  }

  private static Map<String, String> withoutSecrets(SparkConf settings) {
    var shown = new TreeMap<String, String>();
    for (Tuple2<String, String> setting : settings.getAll()) {
      shown.put(setting._1(), setting._2());
    }
    return withoutSecrets(shown);
  }

  /** Settings as they may be shown: Spark's own rule, and p3's. */
  public static Map<String, String> withoutSecrets(Map<String, String> settings) {
    Pattern secret =
        Pattern.compile(
            settings.getOrDefault(REDACTION, "(?i)secret|password|token|access[.]?key|credential"));
    var shown = new TreeMap<String, String>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith("spark.")) {
            boolean isSecret =
                secret.matcher(key).find() || secret.matcher(value).find() || Secrets.isNamed(key);
            shown.put(key, isSecret ? "*********(redacted)" : Secrets.masked(value));
          }
        });
    return shown;
  }
}
