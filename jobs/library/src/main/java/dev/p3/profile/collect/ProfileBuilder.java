package dev.p3.profile.collect;

import dev.p3.data.Secrets;
import dev.p3.profile.model.Application;
import dev.p3.profile.model.JobProfile;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.ProfilerCost;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.ScopeProfile;
import dev.p3.profile.model.StageProfile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A profile in the making: is told what happened, in the order in which it did, and says what is
 * known so far. In bounded memory for any number of tasks. Thread-safe.
 */
public final class ProfileBuilder {
  /** The status of a job that the end of its application ended. */
  public static final String INTERRUPTED = "interrupted";

  private static final double MS = 1e3;
  private static final double NS = 1e9;
  private static final int MOST_SPANS = 20_000;
  private static final int MOST_SPANS_OF_A_STAGE = 2_000;
  private static final int LEAST_SPANS_OF_A_STAGE = 20;
  private static final int MOST_STAGES_WITH_SPANS = 1_000;

  private final String source;
  private final Map<StageKey, StageState> stages = new LinkedHashMap<>();
  private final Map<Integer, JobState> jobs = new LinkedHashMap<>();
  private final Map<String, ExecutorState> executors = new LinkedHashMap<>();
  private final Queries queries = new Queries();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Samples samples;
  private Map<String, String> settings = Map.of();
  private String id = "";
  private String name = "";
  private String spark = "";
  private long origin;
  private long end;
  private int cores;
  private int mostCores;
  private String status = "running";
  private String error;
  private long withoutMetrics;
  private Long broadcastBytes;
  private final Map<String, ScopeProfile> scopes = new TreeMap<>(); // bounded by lines of code

  private static final class JobState {
    private Facts.Job facts;
    private long completed;
    private String status = "running";
  }

  /**
   * @param source {@code live} or {@code event-log}
   * @param tree that samples point into
   */
  ProfileBuilder(String source, CallTree tree) {
    this.source = source;
    this.samples = new Samples(tree);
  }

  /** A profile from an event log. */
  public static ProfileBuilder ofEventLog() {
    return new ProfileBuilder("event-log", new CallTree());
  }

  /** What is profiled, and from when on. */
  public synchronized void begins(String applicationId, String applicationName, long time) {
    id = applicationId;
    name = applicationName;
    origin = time;
  }

  /** The version of Spark and its settings, without secrets. */
  public synchronized void runsOn(String version, Map<String, String> withoutSecrets) {
    spark = version.isEmpty() ? spark : version;
    settings = withoutSecrets.isEmpty() ? settings : new TreeMap<>(withoutSecrets);
  }

  /**
   * The end.
   *
   * @param how {@code complete}, {@code failed}, {@code interrupted} or {@code running}
   */
  public synchronized void ends(long time, String how, String why) {
    end = time;
    status = how;
    error = why;
  }

  /** Something that the profile lacks, in a sentence. */
  public synchronized void note(String sentence) {
    notes.add(sentence);
  }

  public synchronized void executorAdded(String executor, String host, int itsCores, long time) {
    ExecutorState state = executor(executor);
    if (state.cores == 0) {
      state.host = host;
      state.cores = itsCores;
      state.added = time;
      cores += itsCores;
      mostCores = Math.max(mostCores, cores);
    }
  }

  public synchronized void executorRemoved(String executor, String reason, long time) {
    ExecutorState state = executor(executor);
    if (state.removed == null) {
      state.removed = time;
      state.removedBecause = reason;
      cores -= state.cores;
    }
  }

  /** The most that an executor used of something so far. */
  public synchronized void executorPeaks(String executor, Map<String, Long> peaks) {
    ExecutorState state = executor(executor);
    peaks.forEach(state::peak);
  }

  private ExecutorState executor(String executor) {
    return executors.computeIfAbsent(executor, ExecutorState::new);
  }

  public synchronized void jobStarted(Facts.Job job) {
    var state = new JobState();
    state.facts = job;
    jobs.put(job.id(), state);
  }

  public synchronized void jobEnded(int job, boolean well, long time) {
    JobState state = jobs.get(job);
    if (state != null) {
      state.completed = time;
      // Spark ends what still runs when the application ends.
      state.status = well ? "complete" : status.equals("running") ? "failed" : INTERRUPTED;
    }
  }

  public synchronized void stageSubmitted(Facts.Stage stage) {
    stage(stage);
  }

  public synchronized void stageCompleted(Facts.Stage stage) {
    stage(stage).facts = stage;
  }

  private StageState stage(Facts.Stage facts) {
    var key = new StageKey(facts.id(), facts.attempt());
    return stages.computeIfAbsent(key, any -> new StageState(facts, spans()));
  }

  /** Fewer for each stage when there are many. */
  private int spans() {
    if (stages.size() > MOST_STAGES_WITH_SPANS) {
      return 1;
    }
    return Math.max(
        LEAST_SPANS_OF_A_STAGE, Math.min(MOST_SPANS_OF_A_STAGE, MOST_SPANS / (stages.size() + 1)));
  }

  public synchronized void taskEnded(Facts.Task task) {
    var key = new StageKey(task.stage(), task.stageAttempt());
    StageState state =
        stages.computeIfAbsent(
            key,
            any ->
                new StageState(
                    new Facts.Stage(
                        task.stage(),
                        task.stageAttempt(),
                        "(not seen to begin)",
                        "",
                        List.of(),
                        List.of(),
                        task.launched(),
                        0,
                        null),
                    spans()));
    state.add(task, origin);
    task.peaks().forEach(executor(task.executor())::peak);
  }

  /** A task ended without metrics of its own. */
  public synchronized void metricsLost() {
    withoutMetrics++;
  }

  /** What is sent to executors before the first task of a stage. */
  public synchronized void taskBinary(int stage, int attempt, long bytes) {
    StageState state = stages.get(new StageKey(stage, attempt));
    if (state != null) {
      state.taskBinaryBytes = (state.taskBinaryBytes == null ? 0 : state.taskBinaryBytes) + bytes;
    }
  }

  /** What the driver broadcasts. */
  synchronized void broadcast(long bytes) {
    broadcastBytes = (broadcastBytes == null ? 0 : broadcastBytes) + bytes;
  }

  synchronized void scopeOpened(String name, String at, long sentBytes, long memoryBytes) {
    scopes.merge(
        name + " " + at,
        new ScopeProfile(name, at, 1, sentBytes, memoryBytes),
        (known, one) -> known.and(one.sentBytes(), one.memoryBytes()));
  }

  public synchronized void queryStarted(
      long query, String description, Facts.Operator plan, long time) {
    queries.started(query, description, plan, time);
  }

  public synchronized void queryPlanned(long query, Facts.Operator plan) {
    queries.planned(query, plan);
  }

  public synchronized void queryEnded(long query, long time) {
    queries.ended(query, time);
  }

  /** Values of accumulators, which take the place of earlier ones. */
  public synchronized void accumulated(Map<Long, Long> values) {
    queries.accumulated(values);
  }

  /** Samples of an executor, whose nodes are of this builder's tree. */
  synchronized void sampled(Delta delta, List<Delta.Count> counts) {
    for (Delta.Count count : counts) {
      samples.add(
          count.kind(),
          new StageKey(count.stage(), count.stageAttempt()),
          count.node(),
          count.value());
    }
    ExecutorState executor = executor(delta.executor());
    executor.read(delta.process(), delta.sampler(), origin, System.currentTimeMillis());
    executor.saidLast = delta.completeUntil() == Long.MAX_VALUE;
    if (!delta.sampler().fault().isEmpty()) {
      notes.add("Executor " + delta.executor() + ": " + delta.sampler().fault() + ".");
    }
  }

  /** Some of what an executor sent did not come. */
  synchronized void lost(String executor, long messages) {
    executor(executor).lost += messages;
  }

  /** Executors that are there and sample. */
  synchronized List<String> samplingExecutors() {
    return executors.values().stream()
        .filter(each -> each.removed == null && each.isSampling())
        .map(each -> each.id)
        .toList();
  }

  /** Whether an executor has not answered yet that it wrote its recording. */
  synchronized boolean isRecording(long number) {
    return executors.values().stream()
        .anyMatch(
            each ->
                each.removed == null && each.isSampling() && each.sampler().recording() < number);
  }

  /** Says whose recording is not there, and why. */
  synchronized void recorded(long number, ProfileFolder folder) throws IOException {
    for (ExecutorState each : executors.values()) {
      Optional<String> fault = each.recordingFault(number, folder);
      fault.ifPresent(
          why -> note("There is no " + ExecutorSide.recordingOf(each.id) + ": " + why + "."));
    }
  }

  /** What is known so far. */
  public synchronized RunProfile build() {
    long until = Math.max(origin, Math.max(end, lastMoment())); // clocks differ
    addJobs();
    List<StageProfile> built =
        stages.entrySet().stream()
            .map(each -> stage(each.getKey(), each.getValue(), until))
            .toList();
    var totals = new TreeMap<String, Long>();
    built.forEach(
        stage -> stage.metrics().forEach((key, value) -> totals.merge(key, value, Long::sum)));
    var application =
        new Application(
            id,
            name,
            spark,
            settings.getOrDefault("spark.master", ""),
            source,
            status,
            error == null ? null : Secrets.masked(error),
            Instant.ofEpochMilli(origin).toString(),
            (until - origin) / MS,
            mostCores,
            driverMillis(until) / MS,
            queries.pythonSeconds(),
            broadcastBytes,
            settings);
    return new RunProfile(
        RunProfile.SCHEMA,
        application,
        notes(),
        totals,
        built,
        jobs.values().stream().map(job -> job(job, until)).toList(),
        queries.profiles(origin, until),
        executors.values().stream()
            .filter(each -> each.cores > 0 || each.sampler() != null)
            .map(each -> each.profile(origin))
            .toList(),
        List.copyOf(scopes.values()),
        cost(),
        List.of(),
        List.of());
  }

  /** What is missing, by what is known now. */
  private List<String> notes() {
    var all = new ArrayList<>(notes);
    executors.values().forEach(each -> all.addAll(each.notes()));
    if (withoutMetrics > 0) {
      all.add(
          String.format(
              Locale.ROOT,
              "Tasks that ended without metrics, as their executor was lost: %,d; sums have of them what heartbeats told, if anything.",
              withoutMetrics));
    }
    queries.note().ifPresent(all::add);
    return all;
  }

  private long lastMoment() {
    return stages.values().stream()
        .mapToLong(stage -> Math.max(stage.facts.completed(), stage.facts.submitted()))
        .max()
        .orElse(origin);
  }

  /** Milliseconds in which no stage ran. */
  private long driverMillis(long until) {
    List<long[]> spans =
        stages.values().stream()
            .filter(stage -> stage.facts.submitted() > 0)
            .map(
                stage ->
                    new long[] {
                      Math.max(origin, stage.facts.submitted()),
                      stage.facts.completed() > 0 ? stage.facts.completed() : until
                    })
            .sorted(Comparator.comparingLong(span -> span[0]))
            .toList();
    long idle = 0;
    long covered = origin;
    for (long[] span : spans) {
      idle += Math.max(0, span[0] - covered);
      covered = Math.max(covered, span[1]);
    }
    return idle + Math.max(0, until - covered);
  }

  private void addJobs() {
    var byStage = new HashMap<Integer, Set<Integer>>();
    for (JobState job : jobs.values()) {
      for (int stage : job.facts.stages()) {
        byStage.computeIfAbsent(stage, any -> new LinkedHashSet<>()).add(job.facts.id());
      }
    }
    stages.forEach((key, state) -> state.jobs.addAll(byStage.getOrDefault(key.stage(), Set.of())));
  }

  private StageProfile stage(StageKey key, StageState state, long until) {
    Facts.Stage facts = state.facts;
    Map<String, Long> metrics = state.metrics();
    double cpu = metrics.get(Metric.CPU_NS.key()) / NS;
    double sampled = Samples.seconds(samples.sum(key, Delta.Kind.CPU));
    long allocated = samples.sum(key, Delta.Kind.ALLOCATION);
    boolean isSampled = sampled > 0 || allocated > 0;
    return new StageProfile(
        facts.id(),
        facts.attempt(),
        facts.name(),
        CallSites.userLine(facts.details(), facts.name()),
        facts.parents(),
        List.copyOf(state.jobs),
        facts.failure() != null ? "failed" : facts.completed() > 0 ? "complete" : "running",
        facts.failure() == null ? null : Secrets.masked(facts.failure()),
        (facts.submitted() - origin) / MS,
        Math.max(0, (facts.completed() > 0 ? facts.completed() : until) - facts.submitted()) / MS,
        state.tasks,
        state.failed,
        state.killed,
        state.speculative,
        metrics,
        state.durations.spread(),
        state.records.spread(),
        state.slowest(),
        state.timeline.kept(),
        state.taskBinaryBytes,
        isSampled ? (Double) sampled : null,
        isSampled && cpu > 0 ? (Double) Math.max(0, 1 - sampled / cpu) : null,
        isSampled ? (Long) allocated : null,
        samples.functions(key, cpu),
        facts.rdds());
  }

  private JobProfile job(JobState job, long until) {
    return new JobProfile(
        job.facts.id(),
        Secrets.masked(job.facts.description()),
        job.facts.query(),
        job.facts.stages(),
        (job.facts.submitted() - origin) / MS,
        Math.max(0, (job.completed > 0 ? job.completed : until) - job.facts.submitted()) / MS,
        job.status);
  }

  private ProfilerCost cost() {
    List<ExecutorState> sampled =
        executors.values().stream().filter(each -> each.sampler() != null).toList();
    return new ProfilerCost(
        sampled.stream()
            .map(each -> each.sampler().name())
            .filter(each -> !each.equals("none"))
            .findFirst()
            .orElse("none"),
        sampled.stream().mapToLong(each -> each.sampler().samples()).sum(),
        sampled.stream().mapToLong(ExecutorState::profilerCpu).sum() / NS,
        sampled.stream().mapToLong(ExecutorState::processCpu).sum() / NS,
        sampled.stream().mapToLong(each -> each.sampler().sentBytes()).sum(),
        samples.stacks());
  }

  /** CPU time in microseconds by stage, function and stack, in the folded format. */
  public List<String> foldedCpu() {
    return folded(Delta.Kind.CPU);
  }

  /** Allocated bytes by stage, function and stack, in the folded format. */
  public List<String> foldedAllocation() {
    return folded(Delta.Kind.ALLOCATION);
  }

  private synchronized List<String> folded(Delta.Kind kind) {
    var names = new HashMap<StageKey, String>();
    stages.forEach(
        (key, state) ->
            names.put(
                key,
                "stage "
                    + key.stage()
                    + (key.attempt() > 0 ? "." + key.attempt() : "")
                    + " "
                    + state.facts.name().replace(';', ',')));
    return new ArrayList<>(samples.folded(kind, names));
  }
}
