package dev.p3.profile.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The profiler in an executor. About once a second it hands what is new to the driver, whose answer
 * says whether to sample; what was not acknowledged is sent again.
 */
public final class ExecutorSide implements ExecutorPlugin {
  /** The driver wants samples. */
  static final String ON = "on";

  /** Nobody wants samples. */
  static final String OFF = "off";

  /** The driver waits for the samples up to now. */
  static final String FLUSH = "flush";

  /** The driver waits for a recording: followed by its number, a space, and the directory. */
  static final String RECORD = "record ";

  /** Whether what the JDK Flight Recorder recorded is kept until the driver asks for it. */
  public static final String RECORDS = "spark.p3.profile.jfr";

  private static final Set<ExecutorSide> IN_THIS_JVM = ConcurrentHashMap.newKeySet();
  private static final long MILLIS_BETWEEN = 1000;
  private static final Duration MOST_FOR_FLUSH = Duration.ofSeconds(5);
  private static final Duration MOST_AT_END = Duration.ofSeconds(3);
  private static final int MOST_PENDING = 60;
  private static final long LEAST_NANOS_OF_SAMPLING = 3_000_000_000L;

  private final RunningTasks tasks = new RunningTasks();
  private final CallTree tree = new CallTree();
  private final ProcessFigures figures = new ProcessFigures();
  private final ArrayDeque<byte[]> pending = new ArrayDeque<>();
  private PluginContext context;
  private volatile StackSampler sampler;
  private volatile boolean ended;
  private volatile long wantedAt;
  private volatile long recording;
  private volatile String recordingFault = "";
  private boolean hasSentLast;
  private long sequence;
  private int sentFrames;
  private int sentNodes = 1; // the root is known
  private long sentBytes;

  @Override
  public void init(PluginContext plugin, Map<String, String> settings) {
    context = plugin;
    IN_THIS_JVM.add(this);
    if (ON.equals(settings.get("samples"))) {
      startSampling();
    }
    var sender = new Thread(this::sendUntilEnd, ProcessFigures.OWN_THREADS + "-sender");
    sender.setDaemon(true);
    sender.start();
  }

  @Override
  public void onTaskStart() {
    TaskContext task = TaskContext.get();
    if (task != null) {
      tasks.begin(
          new TaskKey(
              task.stageId(), task.stageAttemptNumber(), task.partitionId(), task.attemptNumber()));
    }
  }

  @Override
  public void onTaskSucceeded() {
    tasks.end();
  }

  @Override
  public void onTaskFailed(TaskFailedReason reason) {
    tasks.end();
  }

  private synchronized void startSampling() {
    wantedAt = System.nanoTime();
    if (sampler == null && !ended) {
      sampler = StackSamplers.of(context.conf(), tasks, tree);
      sampler.start();
    }
  }

  private synchronized void stopSampling() {
    if (sampler != null) {
      sampler.close();
      sampler = null;
    }
  }

  private void sendUntilEnd() {
    try {
      while (!ended) {
        Thread.sleep(MILLIS_BETWEEN);
        obey(send());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void obey(String answer) throws InterruptedException {
    switch (answer) {
      case ON -> startSampling();
      case OFF -> {
        if (System.nanoTime() - wantedAt > LEAST_NANOS_OF_SAMPLING) {
          stopSampling(); // the answer may be from before a profile that has begun since
        }
      }
      case FLUSH -> {
        flushAndSend(MOST_FOR_FLUSH);
      }
      default -> {
        if (answer.startsWith(RECORD)) {
          record(answer);
          flushAndSend(MOST_FOR_FLUSH);
        } // else no answer
      }
    }
  }

  /** The file of an executor's recording. */
  static String recordingOf(String executor) {
    return "executor-" + executor + ".jfr";
  }

  /** Writes what was recorded to where the driver says. */
  private void record(String order) {
    String[] words = order.split(" ", 3);
    String fault = "";
    try {
      StackSampler open = sampler;
      if (open == null) {
        throw new IOException("nothing was sampled");
      }
      Path file = Files.createTempFile("p3-profile-", ".jfr");
      try {
        open.dump(file);
        new ProfileFolder(words[2], SparkHadoopUtil.get().newConfiguration(context.conf()))
            .write(recordingOf(context.executorID()), out -> Files.copy(file, out));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException | LinkageError e) { // the job goes on
      fault = String.valueOf(e.getMessage());
    }
    recordingFault = fault;
    recording = Long.parseLong(words[1]);
  }

  /** Sends what is new, and what was not acknowledged before; the last answer. */
  private String send() {
    return send(false);
  }

  private synchronized String send(boolean isLast) {
    if (hasSentLast) {
      return ""; // it would say that nothing is sampled
    }
    hasSentLast = isLast;
    try {
      pending.add(delta().toBytes());
      if (pending.size() > MOST_PENDING) {
        pending.removeFirst(); // the driver sees which number is missing
      }
      String answer = "";
      while (!pending.isEmpty()) {
        answer = String.valueOf(context.ask(pending.peekFirst()));
        sentBytes += pending.removeFirst().length;
      }
      return answer;
    } catch (Throwable e) { // the driver is gone or slow; the job must not notice
      return "";
    }
  }

  private Delta delta() {
    StackSampler from = sampler;
    if (from == null) {
      return delta(new StackSampler.Taken(List.of(), 0, 0, -1), NoSampler.NAME, "");
    }
    synchronized (from.lock()) {
      return delta(from.take(), from.name(), from.fault());
    }
  }

  private Delta delta(StackSampler.Taken taken, String name, String fault) {
    int firstFrame = sentFrames;
    var frames = new ArrayList<String>();
    while (sentFrames < tree.frameCount()) {
      frames.add(tree.frame(sentFrames++));
    }
    int firstNode = sentNodes;
    var nodes = new ArrayList<CallTree.Node>();
    while (sentNodes < tree.size()) {
      nodes.add(tree.node(sentNodes++));
    }
    return new Delta(
        context.executorID(),
        ++sequence,
        hasSentLast ? Long.MAX_VALUE : taken.completeUntil(),
        firstFrame,
        frames,
        firstNode,
        nodes,
        taken.counts(),
        figures.read(taken.throwables()),
        new Delta.SamplerState(name, fault, taken.samples(), sentBytes, recording, recordingFault));
  }

  private void flushAndSend(Duration most) throws InterruptedException {
    flush(most);
    send();
  }

  private void flush(Duration most) throws InterruptedException {
    StackSampler open = sampler;
    if (open != null) {
      open.flush(most);
    }
  }

  /** Has the executors of this JVM sample from now on. */
  static void startInThisJvm(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (ExecutorSide executor : IN_THIS_JVM) {
      executor.startSampling();
      StackSampler open = executor.sampler;
      if (open != null) {
        open.awaitBegun(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    }
  }

  /** Has the executors of this JVM send what they have. */
  static void flushInThisJvm() throws InterruptedException {
    for (ExecutorSide executor : IN_THIS_JVM) {
      executor.flushAndSend(MOST_FOR_FLUSH);
    }
  }

  /** Has the executors of this JVM write their recordings, and say so. */
  static void recordInThisJvm(String order) throws InterruptedException {
    for (ExecutorSide executor : IN_THIS_JVM) {
      executor.record(order);
      executor.flushAndSend(MOST_FOR_FLUSH);
    }
  }

  /** Whether there is an executor in this JVM. */
  static boolean isInThisJvm() {
    return !IN_THIS_JVM.isEmpty();
  }

  /** A small last delta; the process may end at any moment. */
  @Override
  public void shutdown() {
    ended = true;
    IN_THIS_JVM.remove(this);
    var last =
        new Thread(
            () -> {
              try {
                flush(MOST_FOR_FLUSH);
                send(true);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                stopSampling();
              }
            },
            ProcessFigures.OWN_THREADS + "-last");
    last.setDaemon(true);
    last.start();
    try {
      last.join(MOST_AT_END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
