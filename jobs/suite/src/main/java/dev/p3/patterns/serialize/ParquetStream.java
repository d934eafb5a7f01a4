package dev.p3.patterns.serialize;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.internal.SQLConf;

/**
 * A Dataset's encoder, and the rows as Spark writes them into a Parquet file, in memory; timestamps
 * as microseconds. Parquet compresses its pages itself, so {@link #lz4Bytes} is a file whose codec
 * is LZ4.
 */
final class ParquetStream implements RecordStream {
  /** What Spark's Parquet classes want to find in their configuration. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("spark.sql.parquet.writeLegacyFormat", "false"),
          Map.entry("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
          Map.entry("spark.sql.parquet.fieldId.write.enabled", "false"),
          Map.entry("spark.sql.parquet.fieldId.read.enabled", "false"),
          Map.entry("spark.sql.parquet.binaryAsString", "false"),
          Map.entry("spark.sql.parquet.int96AsTimestamp", "true"),
          Map.entry("spark.sql.parquet.inferTimestampNTZ.enabled", "true"),
          Map.entry("spark.sql.legacy.parquet.nanosAsLong", "false"),
          Map.entry("spark.sql.variant.allowReadingShredded", "false"),
          Map.entry("spark.sql.parquet.variant.annotateLogicalType.enabled", "false"), // from 4.1
          Map.entry("spark.sql.parquet.ignoreVariantAnnotation", "false"),
          Map.entry("spark.sql.caseSensitive", "true"));

  private final ExpressionEncoder.Serializer<Object> toRow;
  private final ExpressionEncoder.Deserializer<Object> fromRow;
  private final Configuration settings = new Configuration(false);

  ParquetStream(RecordType type) {
    this.toRow = type.toRow();
    this.fromRow = type.fromRow();
    SETTINGS.forEach(settings::set);
    settings.set(ParquetWriteSupport.SPARK_ROW_SCHEMA(), type.schema().json());
    settings.set(ParquetReadSupport.SPARK_ROW_REQUESTED_SCHEMA(), type.schema().json());
  }

  @Override
  public void write(Object[] records, OutputStream out) throws IOException {
    write(records, out, CompressionCodecName.UNCOMPRESSED);
  }

  @Override
  public long lz4Bytes(Object[] records) throws IOException {
    var compressed = new ByteArrayOutputStream();
    write(records, compressed, CompressionCodecName.LZ4_RAW);
    return compressed.size();
  }

  private void write(Object[] records, OutputStream out, CompressionCodecName codec)
      throws IOException {
    try (ParquetWriter<InternalRow> writer =
        new RowWriter(new MemoryOutput(out))
            .withConf(settings)
            .withCompressionCodec(codec)
            .build()) {
      for (Object each : records) {
        writer.write(toRow.apply(each));
      }
    }
  }

  @Override
  public void read(byte[] bytes, Object[] into) throws IOException {
    try (ParquetReader<InternalRow> reader =
        new RowReader(new MemoryInput(bytes)).withConf(settings).build()) {
      for (int i = 0; i < into.length; i++) {
        into[i] = fromRow.apply(reader.read());
      }
    }
  }

  private static final class RowWriter extends ParquetWriter.Builder<InternalRow, RowWriter> {
    RowWriter(OutputFile file) {
      super(file);
    }

    @Override
    protected RowWriter self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // the only one in every line's Parquet
    protected WriteSupport<InternalRow> getWriteSupport(Configuration ignored) {
      // Days before 1582 as they are, whatever the session says: nobody else reads the bytes.
      SQLConf proleptic = SQLConf.get().clone();
      proleptic.setConfString("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
      return SQLConf.withExistingConf(proleptic, ParquetWriteSupport::new);
    }
  }

  private static final class RowReader extends ParquetReader.Builder<InternalRow> {
    RowReader(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<InternalRow> getReadSupport() {
      return new ParquetReadSupport();
    }
  }
}
