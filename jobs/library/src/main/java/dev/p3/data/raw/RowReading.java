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
 * @param usual columns that are read where their text is usual
 */
record RowReading(String base, CsvDialect dialect, List<String> texts, List<UsualColumn> usual)
    implements RawReading {
  RowReading {
    texts = List.copyOf(texts);
    usual = List.copyOf(usual);
  }

  RowReading with(List<UsualColumn> others) {
    return new RowReading(base, dialect, texts, others);
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
    int[] wanted =
        columns.stream().mapToInt(name -> RawRows.index(name, texts, usual.size())).toArray();
    return new RawReader(
        partition, dialect, base, texts, usual.toArray(UsualColumn[]::new), wanted, hadoop);
  }
}
