package dev.p3.profile.judge;

import static dev.p3.profile.judge.Words.bytes;
import static dev.p3.profile.judge.Words.percent;
import static dev.p3.profile.judge.Words.place;
import static dev.p3.profile.judge.Words.text;

import dev.p3.profile.judge.Rule.Seen;
import dev.p3.profile.model.FunctionProfile;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.profile.model.WorkKind;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What the user's functions do. */
final class CodeRules {
  private static final long MIB = 1 << 20;
  private static final double NS = 1e9;

  private static final long LARGE_BINARY = 100 << 10;
  private static final double NETWORK_BYTES_PER_SECOND = 100 * MIB;

  /** What Spark itself sends to tasks that write files: Hadoop's settings, compressed. */
  private static final long HADOOP_SETTINGS = 128 << 10;

  private static final double SERIALIZATION_SHARE = 0.2;
  private static final double LEAST_SERIALIZATION = 0.3;
  private static final double KIND_SHARE = 0.05;
  private static final double LEAST_SECONDS = 0.1;

  private static final double STACKS_SHARE = 0.2;
  private static final long LEAST_STACKS = 64 * MIB;
  private static final double BOXING_SHARE = 0.2;
  private static final long LEAST_BOXED = 64 * MIB;
  private static final long BYTES_OF_A_ROW = 4096;
  private static final long LEAST_ALLOCATED = 256 * MIB;

  /** Allocation in the usual case: what a core makes and throws away in a second. */
  private static final double ALLOCATED_BYTES_PER_SECOND = 1024 * MIB;

  private static final double UDF_SHARE = 0.1;

  /** What a UDF that does nothing else calls, and the function of Spark SQL that does it too. */
  private static final Map<String, String> BUILT_IN =
      Map.ofEntries(
          Map.entry("java.lang.String.toUpperCase", "upper"),
          Map.entry("java.lang.String.toLowerCase", "lower"),
          Map.entry("java.lang.String.trim", "trim"),
          Map.entry("java.lang.String.strip", "trim"),
          Map.entry("java.lang.String.substring", "substring"),
          Map.entry("java.lang.String.length", "length"),
          Map.entry("java.lang.String.replace", "replace"),
          Map.entry("java.lang.String.replaceAll", "regexp_replace"),
          Map.entry("java.lang.String.split", "split"),
          Map.entry("java.lang.String.contains", "contains"),
          Map.entry("java.lang.String.startsWith", "startswith"),
          Map.entry("java.lang.String.endsWith", "endswith"),
          Map.entry("java.lang.String.matches", "rlike"),
          Map.entry("java.lang.String.repeat", "repeat"),
          Map.entry("java.lang.String.concat", "concat"),
          Map.entry("java.lang.StringBuilder.reverse", "reverse"),
          Map.entry("java.util.regex.Pattern.matches", "rlike"),
          Map.entry("java.time.LocalDate.parse", "to_date"),
          Map.entry("java.time.LocalDateTime.parse", "to_timestamp"),
          Map.entry("java.time.LocalDate.format", "date_format"),
          Map.entry("java.lang.Math.sqrt", "sqrt"),
          Map.entry("java.lang.Math.pow", "pow"),
          Map.entry("java.lang.Math.log", "ln"),
          Map.entry("java.lang.Math.exp", "exp"),
          Map.entry("java.lang.Math.abs", "abs"),
          Map.entry("java.lang.Math.round", "round"));

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "large-task-binary",
              "what is sent before a stage's first task has 100 KB or more, compressed, beside 128 KB of Hadoop's settings where files are written",
              run -> run.stages().stream().flatMap(stage -> binary(run, stage))),
          new Rule(
              "serialization",
              "a fifth of a stage's CPU time, and 0.3 s, turns objects into bytes and back",
              run -> run.stages().stream().flatMap(stage -> serialization(run, stage))),
          rule(
              "regex-per-row",
              "5 % of a stage's CPU time, and 0.1 s, compiles regular expressions",
              kind(
                  WorkKind.REGEX,
                  "compiles a regular expression again and again",
                  "Compile it once: a static Pattern, or PerExecutor in a scope, in place of String.split, replaceAll or matches.")),
          rule(
              "formatter-per-row",
              "5 % of a stage's CPU time, and 0.1 s, builds formatters",
              kind(
                  WorkKind.FORMATTER,
                  "builds a formatter again and again",
                  "Build it once: a static DateTimeFormatter, or PerExecutor in a scope.")),
          rule(
              "exceptions",
              "5 % of a stage's CPU time, and 0.1 s, fills in stacks of exceptions, or a fifth of what it allocates, and 64 MB, are such stacks",
              CodeRules::exceptions),
          rule(
              "boxing",
              "a fifth of what a stage allocates, and 64 MB, are boxes around numbers",
              CodeRules::boxing),
          rule(
              "allocation",
              "a function allocates 4 KB for each row it reads, and 256 MB",
              CodeRules::allocation),
          rule(
              "udf-with-built-in",
              "a UDF takes a tenth of a stage's CPU time, and 0.1 s, to do what a built-in function does",
              CodeRules::udf));

  private CodeRules() {}

  private static Rule rule(
      String name, String threshold, BiFunction<StageProfile, FunctionProfile, Stream<Seen>> look) {
    return new Rule(
        name,
        threshold,
        run ->
            run.stages().stream()
                .flatMap(
                    stage ->
                        stage.functions().stream()
                            .filter(function -> !function.at().isEmpty())
                            .flatMap(function -> look.apply(stage, function))
                            .map(seen -> onAllCores(run, stage, seen))));
  }

  /** CPU seconds of tasks that ran side by side. */
  private static Seen onAllCores(RunProfile run, StageProfile stage, Seen seen) {
    if (seen.savesSeconds() == null) {
      return seen;
    }
    double sideBySide = Math.max(1, Math.min(run.application().cores(), stage.tasks()));
    return new Seen(
        seen.what(),
        seen.where(),
        seen.evidence(),
        seen.savesSeconds() / sideBySide,
        seen.remedy());
  }

  private static double cpu(StageProfile stage) {
    return stage.sum(Metric.CPU_NS) / NS;
  }

  private static Stream<Seen> binary(RunProfile run, StageProfile stage) {
    Long size = stage.taskBinaryBytes();
    long ofSpark = stage.sum(Metric.OUTPUT_BYTES) > 0 ? HADOOP_SETTINGS : 0;
    if (size == null || size - ofSpark < LARGE_BINARY) {
      return Stream.of();
    }
    int executors = Math.max(1, run.executors().size());
    return Stream.of(
        new Seen(
            text("%s are sent before the first task", bytes(size)),
            place(stage),
            text(
                "%s, to each of %d executors, and deserialized by each of %,d tasks",
                bytes(size), executors, stage.tasks()),
            (double) (size - ofSpark) * executors / NETWORK_BYTES_PER_SECOND,
            text(
                "Broadcast what the function captures%s, or put it into a scope; ./p3 check names the captured values.",
                Words.line(stage).isEmpty() ? "" : " at " + Words.line(stage))));
  }

  private static Stream<Seen> serialization(RunProfile run, StageProfile stage) {
    double share =
        stage.functions().stream()
            .mapToDouble(each -> each.cpuOf().getOrDefault(WorkKind.SERIALIZATION.key(), 0.0))
            .sum();
    double taken = share * cpu(stage);
    if (share < SERIALIZATION_SHARE || taken < LEAST_SERIALIZATION) {
      return Stream.of();
    }
    boolean isJava =
        !run.application()
            .settings()
            .getOrDefault("spark.serializer", "JavaSerializer")
            .contains("Kryo");
    return Stream.of(
        new Seen(
            text("serialization takes %s of the CPU time", percent(share)),
            place(stage),
            text("%.2f s of %.2f s CPU", taken, cpu(stage)),
            taken / 2 / Math.max(1, Math.min(run.application().cores(), stage.tasks())),
            isJava
                ? "spark.serializer=org.apache.spark.serializer.KryoSerializer, with spark.kryo.registrator=dev.p3.record.P3Registrator for records."
                : "Shuffle fewer and smaller objects: combine before the shuffle, or use a Dataset with an encoder."));
  }

  private static BiFunction<StageProfile, FunctionProfile, Stream<Seen>> kind(
      WorkKind kind, String what, String remedy) {
    return (stage, function) -> {
      double share = function.cpuOf().getOrDefault(kind.key(), 0.0);
      double taken = share * cpu(stage);
      if (share < KIND_SHARE || taken < LEAST_SECONDS) {
        return Stream.of();
      }
      return Stream.of(
          new Seen(
              what,
              place(stage, function),
              text("%.2f s, %s of the stage's CPU time", taken, percent(share)),
              taken,
              function.at() + ": " + remedy));
    };
  }

  /** By what they allocate, too: while the JVM fills in a stack it takes no samples of CPU time. */
  private static Stream<Seen> exceptions(StageProfile stage, FunctionProfile function) {
    double share = function.cpuOf().getOrDefault(WorkKind.EXCEPTION.key(), 0.0);
    double taken = share * cpu(stage);
    long stacks = function.allocatedOf().getOrDefault(WorkKind.EXCEPTION.key(), 0L);
    long all = stage.allocatedBytes() == null ? 0 : stage.allocatedBytes();
    boolean takesTime = share >= KIND_SHARE && taken >= LEAST_SECONDS;
    boolean takesMemory = stacks >= LEAST_STACKS && stacks >= STACKS_SHARE * all;
    if (!takesTime && !takesMemory) {
      return Stream.of();
    }
    double unseen =
        stage.notAttributedShare() == null ? 0 : stage.notAttributedShare() * cpu(stage);
    return Stream.of(
        new Seen(
            "throws exceptions for what rows are like",
            place(stage, function),
            text(
                "%.2f s, %s of the stage's CPU time, beside %.2f s without samples; %s of stacks",
                taken, percent(share), unseen, bytes(stacks)),
            taken + (takesMemory ? unseen : 0),
            function.at()
                + ": Ask before (such as by a check of the text), in place of catching what parse throws."));
  }

  private static Stream<Seen> boxing(StageProfile stage, FunctionProfile function) {
    long boxed = function.allocatedOf().getOrDefault(WorkKind.BOXING.key(), 0L);
    long all = stage.allocatedBytes() == null ? 0 : stage.allocatedBytes();
    if (boxed < LEAST_BOXED || boxed < BOXING_SHARE * all) {
      return Stream.of();
    }
    return Stream.of(
        new Seen(
            "makes objects around numbers",
            place(stage, function),
            text(
                "%s of boxes, %s of what the stage allocates%s",
                bytes(boxed), percent((double) boxed / all), perRow(stage, boxed)),
            boxed / ALLOCATED_BYTES_PER_SECOND,
            function.at() + ": Use arrays and variables of primitive types."));
  }

  private static Stream<Seen> allocation(StageProfile stage, FunctionProfile function) {
    long rows = stage.recordsRead();
    long allocated = function.allocatedBytes();
    if (rows == 0 || allocated < LEAST_ALLOCATED || allocated / rows < BYTES_OF_A_ROW) {
      return Stream.of();
    }
    return Stream.of(
        new Seen(
            text("allocates %s for each row", bytes((double) allocated / rows)),
            place(stage, function),
            text("%s for %,d rows", bytes(allocated), rows),
            allocated / ALLOCATED_BYTES_PER_SECOND,
            function.at() + ": Use what was made for one row for the next, or stream through it."));
  }

  private static String perRow(StageProfile stage, long allocated) {
    long rows = stage.recordsRead();
    return rows == 0 ? "" : text(", %s a row", bytes((double) allocated / rows));
  }

  private static Stream<Seen> udf(StageProfile stage, FunctionProfile function) {
    String builtIn = BUILT_IN.get(function.calls());
    double taken = function.cpuShare() * cpu(stage);
    if (!function.isUdf()
        || builtIn == null
        || function.cpuShare() < UDF_SHARE
        || taken < LEAST_SECONDS) {
      return Stream.of();
    }
    return Stream.of(
        new Seen(
            text("a UDF does what %s does", builtIn),
            place(stage, function),
            text(
                "%.2f s, %s of the stage's CPU time, below %s",
                taken, percent(function.cpuShare()), function.calls()),
            taken / 2,
            text(
                "%s: Use functions.%s, which Spark compiles into the query.",
                function.at(), builtIn)));
  }
}
