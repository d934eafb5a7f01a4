package dev.p3.data.raw;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.util.SerializableConfiguration;

/** What becomes of the bytes of a {@link RawTable}'s files. */
interface RawReading extends Serializable {
  /** Begins the description of a scan; the input's first path follows. */
  String description();

  /**
   * What each task reads.
   *
   * @throws IOException when a file cannot be read
   */
  List<List<RawRange>> plan(
      SparkSession spark, List<RawFile> files, Broadcast<SerializableConfiguration> hadoop)
      throws IOException;

  /**
   * Reads one task's part.
   *
   * @param columns the names of those that are wanted
   */
  PartitionReader<InternalRow> reader(
      RawPartition partition, List<String> columns, Configuration hadoop);

  /** What a reader counts besides the rows of its table. */
  default CustomMetric[] metrics() {
    return new CustomMetric[0];
  }
}
