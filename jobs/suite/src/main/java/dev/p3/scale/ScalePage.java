package dev.p3.scale;

import dev.p3.console.TextTable;
import dev.p3.job.JobDescription;
import dev.p3.scale.ScaleFigures.JobFigures;
import dev.p3.scale.ScaleModel.Prediction;
import dev.p3.scope.ByteSize;
import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.WordUtils;

/** What {@code describe JOB --scale} prints. */
public final class ScalePage {
  private static final int WIDEST_LINE = 100;
  private static final List<Integer> EXECUTORS = List.of(1, 10, 100);
  private static final List<Long> ROWS = List.of(1_000_000L, 1_000_000_000L, 1_000_000_000_000L);
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;
  private static final double DAY = 86_400;

  private final ScaleFigures figures;
  private final PrintStream out;

  /**
   * @param figures what was measured
   * @param out where pages go
   */
  public ScalePage(ScaleFigures figures, PrintStream out) {
    this.figures = figures;
    this.out = out;
  }

  /** Prints the page of a job, which may be one that was not measured. */
  public void print(JobDescription<?, ?> job) {
    figures
        .of(job.name())
        .ifPresentOrElse(
            measured -> figures(job, measured),
            () ->
                paragraph(
                    "No figures of job '%s' were measured, so nothing is predicted of it.",
                    job.name()));
    if (!job.scale().isEmpty()) {
      out.printf(Locale.ROOT, "%nWhat breaks first, and what helps%n");
      job.scale().forEach(text -> paragraph("- %s", text));
    }
  }

  private void figures(JobDescription<?, ?> job, JobFigures measured) {
    var model = new ScaleModel(figures, measured);
    paragraph("%s at scale: what was measured, and what a model makes of it", job.name());
    out.printf(Locale.ROOT, "%nMeasured%n");
    paragraph(
        "On %s, variant %s, %s, Spark %s, Java %s; load average %.2f before, other work took %.2f cores meanwhile. Two threads that only add and multiply did %.2f times the work of one.",
        figures.date(),
        job.variants().get(0).name(),
        figures.machine(),
        figures.spark(),
        figures.java(),
        figures.load(),
        Math.max(0, figures.otherWork()), // of a quiet machine clocks make less than nothing
        figures.arithmeticSpeedUp());
    List<Double> speedUps = measured.speedUps();
    out.println(
        new TextTable<>(
                List.of(
                    figure("rows", "%,d", measured.many().rows()),
                    figure(
                        "read, written",
                        "%s, %s",
                        bytes(measured.readBytes()),
                        bytes(measured.writtenBytes())),
                    figure("CPU of a row more, 1 core", "%.0f ns", model.cpuSecondsOfRow() * NANOS),
                    figure("what does not grow with rows", "%.2f s", model.constantSeconds()),
                    figure(
                        "seconds on 1 core, on 2",
                        "%.2f, %.2f",
                        ScaleModel.median(measured.many().oneCore()),
                        ScaleModel.median(measured.many().twoCores())),
                    figure(
                        "speed-up, 1 to 2 cores",
                        "%.2f (%.2f–%.2f)",
                        ScaleModel.median(speedUps),
                        Collections.min(speedUps),
                        Collections.max(speedUps)),
                    figure("start of a JVM and session", "%.1f s", figures.startSeconds()),
                    figure(
                        "a task without work",
                        "%.1f ms, %s on the driver",
                        figures.taskSeconds() * MILLIS,
                        bytes(figures.taskBytes()))))
            .left("figure", row -> row.get(0))
            .right("measured", row -> row.get(1)));
    out.println(
        new TextTable<>(measured.weights())
            .right("rows", weight -> count(weight.rows()))
            .right("splits", weight -> count(weight.splits()))
            .right(measured.unit(), weight -> count(weight.units()))
            .right("shuffled", weight -> bytes(weight.shuffledBytes()))
            .right("alive, driver and tasks", weight -> bytes(weight.liveBytes())));
    paragraph("Measured: p3 run %s", measured.command());
    paragraph("To measure again: jobs/bench/run dev.p3.bench.scale.Scaling");
    predicted(model, measured);
  }

  private void predicted(ScaleModel model, JobFigures measured) {
    out.printf(Locale.ROOT, "%nPredicted, for executors of %d cores%n", ScaleModel.CORES);
    List<Prediction> predictions =
        EXECUTORS.stream()
            .flatMap(executors -> ROWS.stream().map(rows -> model.at(executors, rows)))
            .toList();
    out.println(
        new TextTable<>(predictions)
            .right("executors", each -> count(each.executors()))
            .right("rows", each -> count(each.rows()))
            .right("tasks", each -> cell(measured, each, count(each.tasks())))
            .right("time", each -> cell(measured, each, time(each.seconds())))
            .right("shuffled", each -> cell(measured, each, bytes(each.shuffledBytes())))
            .right("driver memory", each -> cell(measured, each, bytes(each.driverBytes())))
            .right("read by a task", each -> cell(measured, each, bytes(each.bytesOfATask()))));
    if (measured.mostRows() < Collections.max(ROWS)) {
      paragraph("-: the job takes %,d rows at most.", measured.mostRows());
    }
    paragraph(
        "Time = start + what does not grow + %.0f × tasks × %.1f ms on the driver + rows × CPU of a row / cores at work, in rounds of whole tasks, / %.2f (half the measured speed-up, 1 at most) + (read + written + shuffled) / (%.0f GB/s × executors at work). Shuffled = tasks × %s + what was shuffled once. Driver memory = what was alive + tasks × %s.",
        model.passes(),
        figures.taskSeconds() * MILLIS,
        model.efficiency(),
        ScaleModel.BANDWIDTH / NANOS,
        bytes(model.shuffledByTask()),
        bytes(model.passes() * figures.taskBytes()));
    paragraph(
        "Assumed: rows like the measured ones, as many %s, files that can be split at %s, cores like the measured ones that lose no more on many machines than on two cores of one, tasks of equal size, nothing lost and run again, storage as fast as the network. None of it was measured on more than one machine.",
        measured.unit(), bytes(ScaleModel.SPLIT));
  }

  private static String cell(JobFigures measured, Prediction at, String text) {
    return at.rows() > measured.mostRows() ? "-" : text;
  }

  private static List<String> figure(String name, String format, Object... values) {
    return List.of(name, String.format(Locale.ROOT, format, values));
  }

  private void paragraph(String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values);
    out.println(WordUtils.wrap(text, WIDEST_LINE, System.lineSeparator(), false));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String bytes(double bytes) {
    return ByteSize.text(Math.round(bytes));
  }

  private static String time(double seconds) {
    if (seconds < 2 * MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return seconds < 2 * HOUR
        ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
        : seconds < 2 * DAY
            ? String.format(Locale.ROOT, "%.1f h", seconds / HOUR)
            : String.format(Locale.ROOT, "%.1f days", seconds / DAY);
  }
}
