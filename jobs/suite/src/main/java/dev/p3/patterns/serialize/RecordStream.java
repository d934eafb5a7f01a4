package dev.p3.patterns.serialize;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.io.LZ4CompressionCodec;

/**
 * One serializer, set up for one record type as Spark sets it up for a task: it turns records into
 * one stream of bytes, as a shuffle does, and back. Not thread-safe.
 */
interface RecordStream {
  /** Appends the records' bytes. */
  void write(Object[] records, OutputStream out) throws IOException;

  /**
   * Reads what {@link #write} wrote.
   *
   * @param into as long as there are records
   */
  void read(byte[] bytes, Object[] into) throws IOException;

  /**
   * How many bytes the records take when compressed by LZ4, in blocks over the whole stream, as
   * Spark compresses a shuffle: {@code spark.io.compression.lz4.blockSize}.
   */
  default long lz4Bytes(Object[] records) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (OutputStream out =
        new LZ4CompressionCodec(SparkEnv.get().conf()).compressedOutputStream(compressed)) {
      write(records, out);
    }
    return compressed.size();
  }
}
