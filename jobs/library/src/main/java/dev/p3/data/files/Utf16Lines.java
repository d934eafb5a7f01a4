package dev.p3.data.files;

import dev.p3.data.CompressedFile;
import dev.p3.data.StoredInput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Lines of files in UTF-16 and UTF-32, where the byte 0A need not end a line. A file is one
 * partition: such files cannot be split without reading what comes before. One line is held in
 * memory at a time.
 */
final class Utf16Lines implements Iterator<byte[]> {
  private final InputStream bytes;
  private final int unit;
  private final byte[] mark;
  private final boolean littleEndian;
  private byte[] next;

  private Utf16Lines(InputStream bytes, Charset encoding) throws IOException {
    this.bytes = new BufferedInputStream(bytes, 1 << 16);
    this.unit = unit(encoding);
    byte[] found = byteOrderMark(this.bytes, unit);
    this.littleEndian = found.length > 0 ? found[0] == (byte) 0xFF : encoding.name().contains("LE");
    // UTF-16 and UTF-32 decode by the mark; UTF-16LE and its like would take it for a character.
    this.mark = Set.of("UTF-16", "UTF-32").contains(encoding.name()) ? found : new byte[0];
    advance();
  }

  /** Whether a line feed takes more than one byte. */
  static boolean isWide(Charset encoding) {
    return unit(encoding) > 1;
  }

  static Dataset<Row> read(SparkSession spark, StoredInput input, Charset encoding) {
    List<String> paths = input.files().stream().map(file -> file.getPath().toString()).toList();
    String name = encoding.name();
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var hadoop = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    var lines =
        context
            .parallelize(paths, Math.max(1, paths.size()))
            .flatMap(path -> new Utf16Lines(open(path, hadoop.value()), Charset.forName(name)));
    return spark.createDataset(lines.rdd(), Encoders.BINARY()).toDF("value");
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public byte[] next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    byte[] line = next;
    try {
      advance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line;
  }

  /** Each line begins with the file's byte order mark, if it had one, so that it can be decoded. */
  private void advance() throws IOException {
    var line = new ByteArrayOutputStream();
    line.write(mark);
    while (true) {
      byte[] read = bytes.readNBytes(unit);
      boolean end = read.length == 0;
      if (end && line.size() == mark.length) {
        next = null;
        bytes.close();
        return;
      }
      if (end || isLineEnd(read)) {
        next = line.toByteArray();
        return;
      }
      line.write(read);
    }
  }

  /** As in Spark's own text: LF, CR, or CR LF, which is passed over whole. */
  private boolean isLineEnd(byte[] read) throws IOException {
    if (!is('\r', read)) {
      return is('\n', read);
    }
    bytes.mark(unit);
    if (!is('\n', bytes.readNBytes(unit))) {
      bytes.reset();
    }
    return true;
  }

  private boolean is(char character, byte[] read) {
    int low = littleEndian ? 0 : unit - 1;
    for (int i = 0; i < read.length; i++) {
      if (read[i] != (i == low ? character : 0)) {
        return false;
      }
    }
    return read.length == unit;
  }

  private static byte[] byteOrderMark(InputStream bytes, int unit) throws IOException {
    bytes.mark(unit);
    byte[] first = bytes.readNBytes(unit);
    byte[] little = Arrays.copyOf(new byte[] {(byte) 0xFF, (byte) 0xFE}, unit);
    byte[] big =
        unit == 2
            ? new byte[] {(byte) 0xFE, (byte) 0xFF}
            : new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF};
    if (Arrays.equals(first, little) || Arrays.equals(first, big)) {
      return first;
    }
    bytes.reset();
    return new byte[0];
  }

  private static int unit(Charset encoding) {
    if (encoding.name().startsWith("UTF-16") || encoding.name().startsWith("x-UTF-16")) {
      return 2;
    }
    return encoding.name().contains("UTF-32") ? 4 : 1;
  }

  private static InputStream open(String file, SerializableConfiguration configuration)
      throws IOException {
    return CompressedFile.open(new Path(file), configuration.value());
  }
}
