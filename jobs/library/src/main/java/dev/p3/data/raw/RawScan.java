package dev.p3.data.raw;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** One reading of a {@link RawTable}, of the columns that the query needs. */
final class RawScan implements ScanBuilder, SupportsPushDownRequiredColumns, Scan, Batch {
  private final RawTable table;
  private StructType required;

  RawScan(RawTable table, StructType schema) {
    this.table = table;
    this.required = schema;
  }

  @Override
  public void pruneColumns(StructType needed) {
    required = needed;
  }

  @Override
  public Scan build() {
    return this;
  }

  @Override
  public StructType readSchema() {
    return required;
  }

  @Override
  public String description() {
    return table.settings().reading().description() + table.settings().root();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return table.partitions();
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return table.settings().reading().metrics();
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Readers(table.settings().reading(), List.of(required.fieldNames()), table.hadoop());
  }

  private record Readers(
      RawReading reading, List<String> columns, Broadcast<SerializableConfiguration> hadoop)
      implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return reading.reader((RawPartition) partition, columns, hadoop.value().value());
    }
  }
}
