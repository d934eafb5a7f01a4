package dev.p3.profile.judge;

import static dev.p3.profile.judge.Words.percent;
import static dev.p3.profile.judge.Words.place;
import static dev.p3.profile.judge.Words.seconds;
import static dev.p3.profile.judge.Words.text;

import dev.p3.profile.judge.Rule.Seen;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.profile.model.TaskSpan;
import dev.p3.profile.model.WhatIf;
import java.util.List;
import java.util.stream.Stream;

/** How work is cut into tasks. */
final class TaskRules {
  private static final double MS = 1e3;
  private static final double MIB = 1 << 20;

  private static final int LEAST_TASKS_FOR_SKEW = 4;
  private static final double SKEW = 3;
  private static final double SKEW_WITHOUT_DATA = 5;
  private static final double MORE_DATA = 2;
  private static final double LEAST_SECONDS_OF_SKEW = 0.2;
  private static final double LEAST_SECONDS_WITHOUT_DATA = 1;

  private static final int SMALL_TASKS = 64;
  private static final int SMALL_TASKS_OF_A_CORE = 8;
  private static final double SMALL_SECONDS = 0.1;

  private static final int MANY_TASKS = 1_000;
  private static final int MANY_TASKS_OF_A_CORE = 100;

  private static final double LEAST_BYTES_TO_SPLIT = 16 * MIB;
  private static final double LEAST_SECONDS_TO_SPLIT = 0.5;
  private static final double LEAST_SECONDS_OF_GENERATED = 2;

  private static final double BUSY = 0.6;
  private static final double LEAST_IDLE_SECONDS = 5;

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "skew",
              "the slowest task takes 3 times the median and reads twice as much, or takes 5 times the median and 1 s more",
              run -> run.stages().stream().flatMap(stage -> skew(run, stage))),
          new Rule(
              "small-tasks",
              "64 tasks or more, 8 for each core, with a median below 0.1 s",
              run -> run.stages().stream().flatMap(stage -> smallTasks(run, stage))),
          new Rule(
              "many-tasks",
              "1,000 tasks or more, and 100 for each core",
              run -> run.stages().stream().flatMap(stage -> manyTasks(run, stage))),
          new Rule(
              "few-tasks",
              "fewer tasks than cores for 16 MB or more, or for 2 s without any input",
              run -> run.stages().stream().flatMap(stage -> fewTasks(run, stage))),
          new Rule(
              "idle-cores",
              "cores are busy for at most 60 % of the time in which stages run, and idle for 5 core-seconds",
              TaskRules::idleCores));

  private TaskRules() {}

  private static Stream<Seen> skew(RunProfile run, StageProfile stage) {
    double median = stage.durations().median();
    if (stage.tasks() < LEAST_TASKS_FOR_SKEW || stage.slowest().isEmpty()) {
      return Stream.of();
    }
    TaskSpan slowest = stage.slowest().get(0);
    double more = slowest.seconds() - median;
    boolean readsMore = slowest.records() >= MORE_DATA * Math.max(1, stage.records().median());
    boolean knowsData = stage.records().max() > 0;
    boolean isSkewed =
        (readsMore && knowsData)
            ? slowest.seconds() >= SKEW * median && more >= LEAST_SECONDS_OF_SKEW
            : (!knowsData
                && slowest.seconds() >= SKEW_WITHOUT_DATA * median
                && more >= LEAST_SECONDS_WITHOUT_DATA);
    if (!isSkewed) {
      return Stream.of();
    }
    double balanced =
        stage.timeline().stream().mapToDouble(TaskSpan::seconds).sum()
            / Math.max(1, run.application().cores());
    return Stream.of(
        new Seen(
            text(
                "partition %d takes %.1f times as long as the others",
                slowest.partition(), slowest.seconds() / Math.max(median, 1 / MS)),
            place(stage),
            text(
                "%s and %,d records in partition %d on executor %s; median %s and %,.0f records",
                seconds(slowest.seconds()),
                slowest.records(),
                slowest.partition(),
                slowest.executor(),
                seconds(median),
                stage.records().median()),
            Math.max(0, slowest.seconds() - Math.max(median, balanced)),
            knowsData
                ? "Give the frequent key a salt, or combine before the shuffle; for joins spark.sql.adaptive.skewJoin.enabled=true."
                : "Cut the work of that partition into more partitions."));
  }

  private static Stream<Seen> smallTasks(RunProfile run, StageProfile stage) {
    int cores = Math.max(1, run.application().cores());
    double median = stage.durations().median();
    if (stage.tasks() < SMALL_TASKS
        || stage.tasks() < (long) SMALL_TASKS_OF_A_CORE * cores
        || median >= SMALL_SECONDS) {
      return Stream.of();
    }
    double taken = Sizes.busySeconds(stage);
    double overhead = Math.max(0, taken - stage.sum(Metric.RUN_MS) / MS);
    double saves = overhead / cores * (1 - 2.0 * cores / stage.tasks());
    return Stream.of(
        new Seen(
            text("%,d tasks of %.0f ms each", stage.tasks(), median * MS),
            place(stage),
            text(
                "median %.0f ms; starting and ending them took %s of %s",
                median * MS, seconds(overhead), seconds(taken)),
            saves,
            text(
                "Use about %d partitions: coalesce, spark.sql.shuffle.partitions, or spark.default.parallelism.",
                2 * cores)));
  }

  private static Stream<Seen> manyTasks(RunProfile run, StageProfile stage) {
    int cores = Math.max(1, run.application().cores());
    if (stage.tasks() < MANY_TASKS || stage.tasks() < (long) MANY_TASKS_OF_A_CORE * cores) {
      return Stream.of();
    }
    return Stream.of(
        new Seen(
            text("%,d tasks for %d cores", stage.tasks(), cores),
            place(stage),
            text("%,d tasks, %,.0f for each core", stage.tasks(), (double) stage.tasks() / cores),
            null,
            "Read larger splits (spark.sql.files.maxPartitionBytes), or coalesce."));
  }

  private static Stream<Seen> fewTasks(RunProfile run, StageProfile stage) {
    int cores = run.application().cores();
    boolean isLarge =
        (stage.bytesRead() >= LEAST_BYTES_TO_SPLIT && stage.seconds() >= LEAST_SECONDS_TO_SPLIT)
            || (stage.bytesRead() == 0 && stage.seconds() >= LEAST_SECONDS_OF_GENERATED);
    if (stage.tasks() == 0 || stage.tasks() >= cores || !isLarge || !isOnItsOwn(run, stage)) {
      return Stream.of();
    }
    return Stream.of(
        new Seen(
            text("%d of %d cores have a task", stage.tasks(), cores),
            place(stage),
            text(
                "%d tasks for %s, %s long",
                stage.tasks(), Words.bytes(stage.bytesRead()), seconds(stage.seconds())),
            stage.seconds() * (1 - (double) stage.tasks() / cores),
            text("Use at least %d partitions: repartition, or smaller splits.", cores)));
  }

  /** Whether other stages do not fill the cores at that time. */
  private static boolean isOnItsOwn(RunProfile run, StageProfile stage) {
    double end = stage.start() + stage.seconds();
    return run.stages().stream()
        .filter(other -> other.id() != stage.id())
        .noneMatch(other -> other.start() < end && other.start() + other.seconds() > stage.start());
  }

  private static Stream<Seen> idleCores(RunProfile run) {
    double stages = run.application().seconds() - run.application().driverSeconds();
    int cores = run.application().cores();
    double busy = run.total(Metric.RUN_MS) / MS;
    double available = stages * cores;
    boolean isLarge =
        run.total(Metric.INPUT_BYTES) + run.total(Metric.SHUFFLE_WRITE_BYTES)
                >= LEAST_BYTES_TO_SPLIT
            || run.stages().stream().allMatch(stage -> stage.bytesRead() == 0);
    if (cores < 2 || !isLarge || busy > BUSY * available || available - busy < LEAST_IDLE_SECONDS) {
      return Stream.of();
    }
    double critical = run.application().driverSeconds() + busy / cores;
    return Stream.of(
        new Seen(
            text("cores are busy for %s of the time", percent(busy / available)),
            "the whole run",
            text(
                "%.1f of %.1f core-seconds idle while stages ran%s",
                available - busy, available, fewer(run)),
            Math.max(0, run.application().seconds() - critical),
            "Cut the longest stages into more tasks, run independent jobs from several threads, or take fewer executors."));
  }

  private static String fewer(RunProfile run) {
    return run.whatIf().stream()
        .filter(size -> size.seconds() <= run.application().seconds())
        .findFirst()
        .map(WhatIf::cores)
        .filter(cores -> cores < run.application().cores())
        .map(cores -> text("; %d cores would take no longer", cores))
        .orElse("");
  }
}
