package dev.p3.bench.record;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import net.jpountz.lz4.LZ4Factory;

/**
 * Prints how many bytes a record takes with each serializer: the mean of the shape's rows, and of
 * many rows in one block of LZ4, as shuffles and broadcasts are compressed.
 */
public final class SerializedSizes {
  private SerializedSizes() {}

  public static void main(String[] ignored) {
    System.out.println("| shape | serializer | bytes | after LZ4 |");
    System.out.println("|---|---|---:|---:|");
    for (Shape shape : Shape.values()) {
      for (Contender contender : Contender.values()) {
        Codec codec = contender.codec(shape);
        var block = new ByteArrayOutputStream();
        contender.rows(shape).forEach(row -> block.writeBytes(codec.bytes(row)));
        int compressed =
            LZ4Factory.fastestInstance().fastCompressor().compress(block.toByteArray()).length;
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %.1f | %.1f |%n",
            shape,
            contender,
            (double) block.size() / Shape.COUNT,
            (double) compressed / Shape.COUNT);
      }
    }
  }
}
