package dev.p3.data.raw;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A row for each row of the text.
 *
 * @param base below which the names of folders hold columns, as {@link FolderColumns} says
 * @param texts the names of all columns of text
 */
record RowReading(String base, CsvDialect dialect, List<String> texts) implements RawReading {
  RowReading {
    texts = List.copyOf(texts);
  }

  @Override
  public String description() {
    return RawRows.DESCRIPTION;
  }

  @Override
  public List<List<RawRange>> plan(
      SparkSession spark, List<RawFile> files, Broadcast<SerializableConfiguration> hadoop)
      throws IOException {
    return RawSplits.plan(spark, files, dialect, hadoop);
  }

  @Override
  public PartitionReader<InternalRow> reader(
      RawPartition partition, List<String> columns, Configuration hadoop) {
    int[] wanted = columns.stream().mapToInt(name -> RawRows.index(name, texts)).toArray();
    return new RawReader(partition, dialect, base, texts, wanted, hadoop);
  }
}
