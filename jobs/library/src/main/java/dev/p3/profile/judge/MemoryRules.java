package dev.p3.profile.judge;

import static dev.p3.profile.judge.Words.bytes;
import static dev.p3.profile.judge.Words.percent;
import static dev.p3.profile.judge.Words.place;
import static dev.p3.profile.judge.Words.seconds;
import static dev.p3.profile.judge.Words.text;

import dev.p3.profile.judge.Rule.Seen;
import dev.p3.profile.model.ExecutorProfile;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.profile.model.StageProfile.RddProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is kept in memory, and what that costs. */
final class MemoryRules {
  private static final double MS = 1e3;
  private static final long MIB = 1 << 20;

  private static final double GC_SHARE = 0.1;
  private static final double LEAST_GC_SECONDS = 0.5;
  private static final double LEAST_SECONDS_FOR_GC = 1;
  private static final long LEAST_COLLECTIONS = 10;
  private static final double USUAL_GC_SHARE = 0.03;

  private static final long LARGE_HEAP = 4096 * MIB;
  private static final double USED_SHARE = 0.15;
  private static final double LEAST_SECONDS_FOR_HEAP = 60;

  private static final long LEAST_SPILL = MIB;

  /** Spilled bytes are written and read again; a usual disk's speed. */
  private static final double DISK_BYTES_PER_SECOND = 100 * MIB;

  private static final double LEAST_SECONDS_TWICE = 0.2;
  private static final double LEAST_SHARE_TWICE = 0.05;

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "gc-pressure",
              "garbage collection takes 10 % of the tasks' time of 1 s or more, and 0.5 s, in 10 collections",
              MemoryRules::gc),
          new Rule(
              "large-heap",
              "at most 15 % of a heap of 4 GB or more is used in a run of a minute or more",
              run -> run.executors().stream().flatMap(executor -> heap(run, executor))),
          new Rule(
              "spill",
              "tasks spill 1 MB or more to disk",
              run -> run.stages().stream().flatMap(stage -> spill(run, stage))),
          new Rule(
              "cache-unused", "what is cached is read by no second job", MemoryRules::unusedCaches),
          new Rule(
              "computed-twice",
              "two jobs compute the same RDD, for 0.2 s and 5 % of the run at least, and nobody keeps it",
              MemoryRules::twice));

  private MemoryRules() {}

  private static Stream<Seen> gc(RunProfile run) {
    double ran = run.total(Metric.RUN_MS) / MS;
    double collected = run.total(Metric.GC_MS) / MS;
    if (collectsSeldom(run)) {
      return Stream.of(); // the JVM has only begun
    }
    if (ran < LEAST_SECONDS_FOR_GC || collected < LEAST_GC_SECONDS || collected < GC_SHARE * ran) {
      return Stream.of();
    }
    StageProfile worst =
        run.stages().stream()
            .max((a, b) -> Long.compare(a.sum(Metric.GC_MS), b.sum(Metric.GC_MS)))
            .orElseThrow();
    return Stream.of(
        new Seen(
            text("garbage collection takes %s of the tasks' time", percent(collected / ran)),
            place(worst),
            text("%s of %s", seconds(collected), seconds(ran)),
            (collected - USUAL_GC_SHARE * ran) / Math.max(1, run.application().cores()),
            text(
                "Allocate less in %s, keep less cached, or give executors more memory (spark.executor.memory).",
                Words.line(worst).isEmpty() ? "its functions" : Words.line(worst))));
  }

  /** A log does not say how often. */
  private static boolean collectsSeldom(RunProfile run) {
    long collections = run.executors().stream().mapToLong(ExecutorProfile::gcCount).sum();
    return run.application().source().equals("live") && collections < LEAST_COLLECTIONS;
  }

  private static Stream<Seen> heap(RunProfile run, ExecutorProfile executor) {
    long most = executor.peak("HeapMax");
    long used = Math.max(executor.peak("HeapUsed"), executor.peak("JVMHeapMemory"));
    if (most < LARGE_HEAP
        || used == 0
        || used > USED_SHARE * most
        || run.application().seconds() < LEAST_SECONDS_FOR_HEAP) {
      return Stream.of();
    }
    return Stream.of(
        new Seen(
            text("%s of the heap was ever used", percent((double) used / most)),
            "executor " + executor.id(),
            text("%s of %s", bytes(used), bytes(most)),
            null,
            text("spark.executor.memory=%dm would do.", Math.max(1024, 2 * used / MIB))));
  }

  private static Stream<Seen> spill(RunProfile run, StageProfile stage) {
    long spilled = stage.sum(Metric.DISK_SPILLED_BYTES);
    if (spilled < LEAST_SPILL) {
      return Stream.of();
    }
    return Stream.of(
        new Seen(
            text("tasks wrote %s to disk that did not fit into memory", bytes(spilled)),
            place(stage),
            text(
                "%s on disk, %s in memory before",
                bytes(spilled), bytes(stage.sum(Metric.MEMORY_SPILLED_BYTES))),
            2 * spilled / DISK_BYTES_PER_SECOND / Math.max(1, run.application().cores()),
            "Use more partitions, or more memory for each core (spark.executor.memory)."));
  }

  private static Stream<Seen> unusedCaches(RunProfile run) {
    Map<Integer, TreeSet<Integer>> jobs = new TreeMap<>();
    Map<Integer, RddProfile> cached = new LinkedHashMap<>();
    for (StageProfile stage : run.stages()) {
      for (RddProfile rdd : stage.rdds()) {
        if (rdd.cached()) {
          cached.put(rdd.id(), rdd);
          jobs.computeIfAbsent(rdd.id(), any -> new TreeSet<>()).addAll(submitted(run, stage));
        }
      }
    }
    return cached.values().stream()
        .filter(rdd -> jobs.get(rdd.id()).size() == 1)
        .map(
            rdd ->
                new Seen(
                    text("RDD %d is cached and read by no second job", rdd.id()),
                    rdd.line(),
                    text("1 job (%d) uses it", jobs.get(rdd.id()).first()),
                    null,
                    text(
                        "Leave out cache() or persist()%s.",
                        rdd.line().isEmpty() ? "" : " at " + rdd.line())));
  }

  /** A stage that was there already is part of later jobs too, but ran in the first. */
  private static List<Integer> submitted(RunProfile run, StageProfile stage) {
    return run.jobs().stream()
        .filter(job -> stage.jobs().contains(job.id()))
        .filter(job -> stage.start() >= job.start() && stage.start() <= job.start() + job.seconds())
        .map(job -> job.id())
        .toList();
  }

  private static Stream<Seen> twice(RunProfile run) {
    record Computed(StageProfile stage, RddProfile rdd) {}
    Map<Integer, Computed> first = new TreeMap<>();
    Map<Integer, Seen> seen = new TreeMap<>();
    for (StageProfile stage : run.stages()) {
      RddProfile again = null;
      for (RddProfile rdd : stage.rdds()) {
        if (stage.rdds().stream().anyMatch(RddProfile::cached) || stage.attempt() > 0) {
          continue;
        }
        Computed before = first.get(rdd.id());
        if (before == null) {
          first.put(rdd.id(), new Computed(stage, rdd));
        } else if (before.stage.id() != stage.id() && (again == null || again.id() < rdd.id())) {
          again = rdd;
        }
      }
      if (again != null) {
        StageProfile before = first.get(again.id()).stage;
        double saves = Math.min(stage.seconds(), before.seconds());
        if (saves >= LEAST_SECONDS_TWICE
            && saves >= LEAST_SHARE_TWICE * run.application().seconds()) {
          seen.put(again.id(), twice(again, before, stage, saves));
        }
      }
    }
    return seen.values().stream();
  }

  private static Seen twice(RddProfile rdd, StageProfile before, StageProfile again, double saves) {
    return new Seen(
        text(
            "RDD %d is computed by stage %d and again by stage %d",
            rdd.id(), before.id(), again.id()),
        rdd.line().isEmpty() ? place(again) : rdd.line(),
        text("%s and %s", seconds(before.seconds()), seconds(again.seconds())),
        saves,
        text(
            "Cache what is made%s, and unpersist it after the last action.",
            rdd.line().isEmpty() ? "" : " at " + rdd.line()));
  }
}
