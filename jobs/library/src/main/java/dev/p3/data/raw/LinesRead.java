package dev.p3.data.raw;

import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** How many lines were read, in rows of many. Public because Spark makes one by its name. */
public final class LinesRead extends CustomSumMetric {
  /** The metric's name in a plan. */
  public static final String NAME = "linesRead";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "lines read";
  }

  record OfTask(long value) implements CustomTaskMetric {
    @Override
    public String name() {
      return NAME;
    }
  }
}
