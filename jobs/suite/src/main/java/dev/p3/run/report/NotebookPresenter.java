package dev.p3.run.report;

import dev.p3.chart.Chart;
import dev.p3.console.Preview;
import dev.p3.fault.JobFailedException;
import dev.p3.job.Presenter;
import dev.p3.record.ConnectSession;
import dev.p3.report.Report;
import dev.p3.report.Section;
import dev.p3.run.figures.EndedExecutors;
import dev.p3.run.figures.PlainProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** Tables and charts of a run's report, for a notebook; below a long cell, how far it is. */
public final class NotebookPresenter implements Presenter {
  @Override
  public Presented present(String title, List<Exhibit> exhibits) {
    SparkSession spark = exhibits.get(0).rows().sparkSession();
    if (ConnectSession.is(spark)) { // where no tasks are seen
      return presented(title, exhibits);
    }
    try (var ended = new EndedExecutors();
        var progress = new PlainProgress(spark, title, ended, true, scala.Console.out())) {
      return presented(title, exhibits, progress);
    }
  }

  /** Where the jobs are ended Spark says no more than that they were. */
  private static Presented presented(String title, List<Exhibit> exhibits, PlainProgress progress) {
    try {
      return presented(title, exhibits);
    } catch (Exception e) {
      if (progress.gaveUp().isPresent()) {
        throw new JobFailedException(progress.gaveUp().get(), e);
      }
      throw e;
    }
  }

  private static Presented presented(String title, List<Exhibit> exhibits) {
    var text = new ArrayList<String>();
    var sections = new ArrayList<Section>();
    for (Exhibit exhibit : exhibits) {
      List<Chart> charts = exhibit.charts();
      int mostRows = charts.stream().mapToInt(Chart::mostRows).reduce(Preview.ROWS, Math::max);
      Preview preview = Preview.of(exhibit.rows(), mostRows);
      text.add(preview.table().stripTrailing());
      int shown = Math.min(preview.firstRows().size(), Preview.ROWS);
      if (shown < preview.rows()) {
        text.add(String.format(Locale.ROOT, "The first %,d of %,d rows.", shown, preview.rows()));
      }
      sections.add(
          new Section(
              exhibits.size() == 1 ? "Rows" : exhibit.caption().replaceAll(":.*", ""),
              List.of(OutputExhibit.of(exhibit.caption(), preview, exhibit.meanings(), charts))));
    }
    return new Presented(String.join("\n", text), new Report(title, "", sections).html());
  }
}
