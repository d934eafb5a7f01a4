package dev.p3.data.raw;

import dev.p3.data.DataFormat;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.util.SerializableConfiguration;

/** A row for many lines at once, as {@link LineBlocks} makes them. */
record BlockReading() implements RawReading {
  /** As of a scan of Spark's own text: who counts rows need not know which of them reads. */
  @Override
  public String description() {
    return DataFormat.TEXT.prefix() + ":";
  }

  @Override
  public List<List<RawRange>> plan(
      SparkSession spark, List<RawFile> files, Broadcast<SerializableConfiguration> hadoop) {
    long size = RawSplits.size(spark, files);
    var ranges = new ArrayList<RawRange>();
    for (RawFile file : files) {
      for (long from = 0; from < file.length(); from += size) {
        ranges.add(new RawRange(file, from, Math.min(from + size, file.length()), 0));
      }
    }
    return RawSplits.packed(spark, ranges, size);
  }

  @Override
  public PartitionReader<InternalRow> reader(
      RawPartition partition, List<String> columns, Configuration hadoop) {
    return new BlockReader(partition, hadoop);
  }

  @Override
  public CustomMetric[] metrics() {
    return new CustomMetric[] {new LinesRead()};
  }
}
