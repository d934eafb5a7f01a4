package dev.p3.bench.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.p3.bench.BenchSpark;
import dev.p3.bench.scale.MeasuredJvm.Taken;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * Measures every job on one core and on two, in turns, and writes the file that {@code describe JOB
 * --scale} reads. With names of jobs, measures those and writes nothing.
 */
final class Scaling {
  private static final Path FILE =
      Path.of("jobs/suite/src/main/resources/dev/p3/scale/figures.json");

  private static final PrintStream OUT = System.out;
  private static final PrintStream ERR = System.err;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int TURNS = 3;
  private static final int TURNS_OF_FEW = 1;
  private static final int CORES = 2;
  private static final long SMALL_SPLIT = 256 << 10;

  /** All that was measured. */
  record Figures(
      String date,
      String machine,
      String spark,
      String java,
      double load,
      double otherWork,
      double arithmeticSpeedUp,
      double startSeconds,
      double taskSeconds,
      long taskBytes,
      List<JobFigures> jobs) {}

  /** A job's. */
  record JobFigures(
      String job,
      String command,
      long mostRows,
      long readBytes,
      long writtenBytes,
      String unit,
      Timed few,
      Timed many,
      List<Weight> weights) {}

  /** Seconds, run by run. */
  record Timed(long rows, List<Double> oneCore, List<Double> twoCores, List<Double> cpuSeconds) {}

  /** What a run shuffled and held. */
  record Weight(
      long rows, long splits, long units, long tasks, long shuffledBytes, long liveBytes) {}

  private final SparkSession spark;
  private final ScaleTables tables;
  private final MeasuredJvm one;
  private final MeasuredJvm two;

  private Scaling(SparkSession spark, ScaleTables tables, MeasuredJvm one, MeasuredJvm two) {
    this.spark = spark;
    this.tables = tables;
    this.one = one;
    this.two = two;
  }

  /**
   * Measures.
   *
   * @param args names of jobs; none for all
   */
  public static void main(String[] args) throws Exception {
    SparkSession spark = BenchSpark.open(CORES);
    var tables = new ScaleTables(spark);
    List<Workload> workloads =
        Workload.all(tables).stream()
            .filter(each -> args.length == 0 || List.of(args).contains(each.job()))
            .toList();
    for (Workload each : workloads) { // made before anything is measured
      List.of(each.few(), each.many(), each.grownTable()).forEach(tables::path);
    }
    List<String> top = Workload.on(tables.path("flights-20.parquet"), Workload.top().words());
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    double arithmetic = OtherWork.speedUpOfArithmetic();
    try (var one = new MeasuredJvm(1);
        var two = new MeasuredJvm(2)) {
      var others = new OtherWork(one, two);
      var scaling = new Scaling(spark, tables, one, two);
      var jobs = new ArrayList<JobFigures>();
      for (Workload each : workloads) { // warms up, and fails early
        List<String> command = Workload.on(tables.path(each.few()), each.words());
        ERR.println(each.job() + " " + one.run(command) + " " + two.run(command));
      }
      double[] task = scaling.task(top);
      for (Workload workload : workloads) {
        jobs.add(scaling.job(workload));
        var figures =
            new Figures(
                LocalDate.now(ZoneOffset.UTC).toString(),
                String.format(Locale.ROOT, "%d cores", Runtime.getRuntime().availableProcessors()),
                spark.version(),
                System.getProperty("java.version"),
                load,
                others.cores(),
                arithmetic,
                one.startSeconds(),
                task[0],
                (long) task[1],
                jobs);
        if (args.length == 0) { // after each job, so that one that fails loses no other
          Files.createDirectories(FILE.getParent());
          Files.writeString(FILE, JSON.writeValueAsString(figures) + "\n");
        }
        if (jobs.size() == workloads.size()) {
          ReadmeTables.print(figures, OUT);
        }
      }
    } finally {
      spark.stop();
    }
  }

  private JobFigures job(Workload job) throws IOException {
    ERR.println(job.job());
    String few = tables.path(job.few());
    String many = tables.path(job.many());
    for (MeasuredJvm jvm : List.of(one, two)) { // warms up
      jvm.run(Workload.on(many, job.words()));
    }
    long fewRows = tables.rows(job.few());
    long manyRows = tables.rows(job.many());
    Timed ofFew = timed(fewRows, TURNS_OF_FEW, Workload.on(few, job.words()));
    Timed ofMany = timed(manyRows, TURNS, Workload.on(many, job.words()));
    long[] bytes = ScaleTables.bytes(many);
    var weights = new ArrayList<Weight>();
    weights.add(weight(job, fewRows, CORES, job.units(), few, job.words()));
    weights.add(weight(job, manyRows, CORES, job.units(), many, job.words()));
    long written = ScaleTables.bytes(job.out())[0];
    // A task for each file: as large as the largest, and too small for two.
    weights.add(
        weight(job, manyRows, ScaleTables.FILES, job.units(), many, job.words(), bytes[1] + 1));
    String grown = tables.path(job.grownTable());
    weights.add(weight(job, manyRows, CORES, job.grownUnits(), grown, job.grownWords()));
    return new JobFigures(
        job.job(),
        String.join(" ", job.words()),
        job.mostRows(),
        bytes[0],
        written,
        job.unit(),
        ofFew,
        ofMany,
        weights);
  }

  private Timed timed(long rows, int turns, List<String> command) throws IOException {
    var timed = new Timed(rows, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int turn = 0; turn < turns; turn++) {
      Taken onOne = one.run(command);
      timed.oneCore().add(onOne.seconds());
      timed.cpuSeconds().add(onOne.cpuSeconds());
      timed.twoCores().add(two.run(command).seconds());
    }
    return timed;
  }

  private Weight weight(
      Workload job, long rows, long splits, long units, String table, List<String> words)
      throws IOException {
    return weight(job, rows, splits, units, table, words, MeasuredJvm.SPLIT);
  }

  private Weight weight(
      Workload job,
      long rows,
      long splits,
      long units,
      String table,
      List<String> words,
      long split)
      throws IOException {
    Taken taken = two.weigh(split, Workload.on(table, words));
    long counted = job.unitsAreRows() ? spark.read().parquet(job.out()).count() : units;
    return new Weight(
        rows, splits, counted, taken.tasks(), taken.shuffledBytes(), taken.liveBytes());
  }

  /** Seconds and live bytes of one task more, of some hundred that find nothing to do. */
  private double[] task(List<String> top) throws IOException {
    Taken few = two.weigh(MeasuredJvm.SPLIT, top);
    Taken many = two.weigh(SMALL_SPLIT, top);
    double more = many.tasks() - few.tasks();
    double seconds = two.run(SMALL_SPLIT, false, top).seconds() - two.run(top).seconds();
    return new double[] {seconds / more, Math.max(0, many.liveBytes() - few.liveBytes()) / more};
  }
}
