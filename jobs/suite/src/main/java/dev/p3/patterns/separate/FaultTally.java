package dev.p3.patterns.separate;

import dev.p3.record.ConnectSession;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts bad rows as they pass by, and their faults by code and column.
 *
 * <p>Spark adds what a task has counted once for each partition of a result, however often it was
 * tried. Whatever else evaluates the rows adds its own, too, so the counts hold only when they are
 * those of what was written.
 *
 * <p>Memory: one entry, with a text of at most {@value #LONGEST_VALUE} characters, for each code in
 * each column that occurs.
 */
final class FaultTally extends AccumulatorV2<Row, List<FaultCount>> {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_VALUE = 40;

  private final HashMap<String, FaultCount> counts = new HashMap<>();
  private long rows;
  private long faults;

  /** A new one, which Spark knows. */
  static FaultTally of(SparkSession spark) {
    var tally = new FaultTally();
    ConnectSession.context(spark, "count faults by an accumulator").register(tally);
    return tally;
  }

  /** How many bad rows passed by. */
  synchronized long rows() {
    return rows;
  }

  /** How many faults they had, of those that are told. */
  synchronized long faults() {
    return faults;
  }

  /** The counts, the most frequent first. */
  @Override
  public synchronized List<FaultCount> value() {
    return counts.values().stream().sorted(FaultCount.MOST_FREQUENT_FIRST).toList();
  }

  @Override
  public synchronized void add(Row bad) {
    rows++;
    for (Row fault : Rejections.told(bad)) {
      faults++;
      keep(
          new FaultCount(
              fault.getString(Rejections.FAULT),
              fault.getString(Rejections.COLUMN),
              1,
              fault.getString(Rejections.SOURCE),
              fault.<Long>getAs(Rejections.LINE),
              cut(fault.getString(Rejections.VALUE))));
    }
  }

  @Override
  public synchronized void merge(AccumulatorV2<Row, List<FaultCount>> other) {
    FaultTally others = (FaultTally) other;
    others.counts.values().forEach(this::keep);
    rows += others.rows;
    faults += others.faults;
  }

  private void keep(FaultCount count) {
    counts.merge(count.fault() + " " + count.column(), count, FaultCount::plus);
  }

  /** On one line. */
  private static String cut(String value) {
    if (value == null) {
      return null;
    }
    int length = Math.min(value.length(), LONGEST_VALUE);
    if (length < value.length() && Character.isHighSurrogate(value.charAt(length - 1))) {
      length--;
    }
    String start = value.substring(0, length).replaceAll("\\p{Cntrl}", " ");
    return length < value.length() ? start + "…" : start;
  }

  @Override
  public synchronized boolean isZero() {
    return rows == 0;
  }

  @Override
  public synchronized FaultTally copy() {
    var copy = new FaultTally();
    copy.merge(this);
    return copy;
  }

  @Override
  public synchronized void reset() {
    counts.clear();
    rows = 0;
    faults = 0;
  }

  /** Executors report while tasks still count. */
  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
  }
}
