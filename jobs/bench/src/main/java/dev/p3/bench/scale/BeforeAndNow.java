package dev.p3.bench.scale;

import dev.p3.bench.BenchSpark;
import dev.p3.bench.Measured;
import dev.p3.bench.ZipfText;
import dev.p3.bench.scale.MeasuredJvm.Taken;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Every job as another build of p3 has it and as this one, in turns, each build in a warm JVM of
 * its own on two cores; and a whole process of each. What runs first is not counted.
 */
final class BeforeAndNow {
  private static final PrintStream OUT = System.out;
  private static final PrintStream ERR = System.err;
  private static final Path MODULE = Path.of("jobs", "bench", "target");
  private static final int CORES = 2;
  private static final int TURNS = 3;

  /** Of both builds together, before anything counts: some ten runs of a short job. */
  private static final double WARM_SECONDS = 10;

  /** A way to run a job of one of the builds; CPU time is NaN where it is not known. */
  private interface Build {
    double[] run(List<String> words) throws Exception;
  }

  private BeforeAndNow() {}

  /**
   * Measures.
   *
   * @param args the folder of the other build, megabytes of text (582), and turns (3)
   */
  public static void main(String[] args) throws Exception {
    Path before = Path.of(args[0]);
    Path now = Path.of("").toAbsolutePath();
    Path text = ZipfText.file(args.length > 1 ? new String[] {args[1]} : new String[0]);
    int turns = args.length > 2 ? Integer.parseInt(args[2]) : TURNS;
    SparkSession spark = BenchSpark.open(CORES);
    Map<String, List<String>> commands = commands(new ScaleTables(spark), text.toString());
    spark.stop();
    OUT.println("| | before, s | now, s | before / now | the same of CPU time |");
    OUT.println("|---|---:|---:|---:|---:|");
    compare(
        "`./p3 run word-count --top 5`, the process",
        turns,
        words -> process(before, words),
        words -> process(now, words),
        List.of("run", "word-count", "--top", "5"));
    try (var old = new MeasuredJvm(CORES, classPath(before));
        var current = new MeasuredJvm(CORES)) {
      for (Map.Entry<String, List<String>> command : commands.entrySet()) {
        compare(
            command.getKey(),
            turns,
            words -> warm(old, words),
            words -> warm(current, words),
            command.getValue());
      }
    }
  }

  /** The other build's, and before it this one's classes that measure. */
  private static String classPath(Path build) throws IOException {
    Path measuring = Files.createDirectories(MODULE.resolve("measuring"));
    Path classes = MODULE.resolve("classes");
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(BeforeAndNow::isMeasuring).toList()) {
        Path copy = measuring.resolve(classes.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path module = build.resolve(MODULE);
    return String.join(
        File.pathSeparator,
        measuring.toString(),
        module.resolve("classes").toString(),
        Files.readString(module.resolve("class-path.txt")).strip());
  }

  private static boolean isMeasuring(Path file) {
    return file.getFileName().toString().matches("(RunsOfOneJvm.*|Measured)[.]class");
  }

  private static Map<String, List<String>> commands(ScaleTables tables, String text) {
    var commands = new LinkedHashMap<String, List<String>>();
    for (Workload job : Workload.all(tables)) {
      if (job.job().equals("word-count")) {
        commands.put(
            "`word-count`, " + Path.of(text).getFileName(), Workload.on(text, job.words()));
      }
      commands.put(
          String.format(Locale.ROOT, "`%s`, %s", job.job(), job.many()),
          Workload.on(tables.path(job.many()), job.words()));
      if (job.job().equals("top")) {
        commands.put(
            "`top` by two columns, " + job.grownTable(),
            Workload.on(tables.path(job.grownTable()), job.grownWords()));
      }
    }
    return commands;
  }

  private static double[] warm(MeasuredJvm build, List<String> words) throws IOException {
    Taken taken = build.run(words);
    return new double[] {taken.seconds(), taken.cpuSeconds()};
  }

  private static double[] process(Path build, List<String> words) throws Exception {
    var command = new ArrayList<>(List.of(build.resolve("p3").toString()));
    command.addAll(words);
    command.addAll(List.of("--conf", "spark.master=local[" + CORES + "]"));
    double seconds = Measured.secondsOf(command, MODULE.resolve("out/before-and-now.log"));
    return new double[] {seconds, Double.NaN};
  }

  private static void compare(String name, int turns, Build before, Build now, List<String> words)
      throws Exception {
    var seconds = new double[3][turns];
    var cpuRatios = new double[turns];
    double warm = 0;
    while (warm < WARM_SECONDS) {
      warm += before.run(words)[0] + now.run(words)[0];
    }
    for (int turn = 0; turn < turns; turn++) {
      double[] old = before.run(words);
      double[] current = now.run(words);
      ERR.printf(Locale.ROOT, "%s: %.2f and %.2f s%n", name, old[0], current[0]);
      seconds[0][turn] = old[0];
      seconds[1][turn] = current[0];
      seconds[2][turn] = old[0] / current[0];
      cpuRatios[turn] = old[1] / current[1];
    }
    OUT.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s× | %s |%n",
        name,
        Measured.range(seconds[0]),
        Measured.range(seconds[1]),
        Measured.range(seconds[2]),
        Double.isNaN(cpuRatios[0]) ? "" : Measured.range(cpuRatios) + "×");
  }
}
