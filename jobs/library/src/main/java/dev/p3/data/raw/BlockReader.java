package dev.p3.data.raw;

import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Reads one partition as {@link LineBlocks}. The row is the same object each time. */
final class BlockReader implements PartitionReader<InternalRow> {
  private final Iterator<RawRange> ranges;
  private final Configuration hadoop;
  private final GenericInternalRow row = new GenericInternalRow(1);
  private RawFile file;
  private LineBlocks blocks;
  private long lines;

  BlockReader(RawPartition partition, Configuration hadoop) {
    this.ranges = partition.ranges().iterator();
    this.hadoop = hadoop;
  }

  @Override
  public boolean next() throws IOException {
    byte[] block = nextOfFile();
    while (block == null && ranges.hasNext()) {
      close();
      open(ranges.next());
      block = nextOfFile();
    }
    row.update(0, block);
    if (block != null) {
      count(LineBlocks.count(block));
    }
    return block != null;
  }

  /** For Spark, too, which counts a row for each block by itself. */
  private void count(long linesOfBlock) {
    lines += linesOfBlock;
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.taskMetrics().inputMetrics().incRecordsRead(linesOfBlock - 1);
    }
  }

  private void open(RawRange range) {
    file = range.file();
    try {
      blocks =
          new LineBlocks(
              file.bytesFrom(LineBlocks.start(range.from()), hadoop), range.from(), range.to());
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private byte[] nextOfFile() {
    try {
      return blocks == null ? null : blocks.next();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return new CustomTaskMetric[] {new LinesRead.OfTask(lines)};
  }

  @Override
  public void close() throws IOException {
    if (blocks != null) {
      blocks.close();
      blocks = null;
    }
  }
}
