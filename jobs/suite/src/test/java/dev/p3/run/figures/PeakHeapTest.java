package dev.p3.run.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, where nobody else's objects come and go. */
class PeakHeapTest {
  private static final int MB = 1 << 20;

  /** Small ones: a large array takes whole regions of the heap. */
  private static final int BLOCKS = 1024;

  @Test
  void whatIsKeptIsSeenAndGarbageIsNot() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Allocating.class.getName())
            .inheritIO()
            .start();
    assertThat(Hanging.exitCode(child)).isZero();
  }

  /** Allocates 64 MB three times. */
  static final class Allocating {
    public static void main(String[] none) {
      List<byte[]> kept = new ArrayList<>();
      try (var heap = new PeakHeap()) {
        allocate(new byte[1][]);
        assertThat(heap.bytes()).as("of garbage").isLessThan(30L * MB);

        allocate(kept);
        assertThat(heap.bytes()).as("of what is kept").isBetween(60L * MB, 120L * MB);

        kept.clear();
        assertThat(heap.bytes()).as("of what was kept").isBetween(60L * MB, 120L * MB);
      }
    }

    private static void allocate(byte[][] last) {
      for (int i = 0; i < BLOCKS; i++) {
        last[0] = block();
      }
    }

    private static void allocate(List<byte[]> kept) {
      for (int i = 0; i < BLOCKS; i++) {
        kept.add(block());
      }
    }

    private static byte[] block() {
      return new byte[64 * MB / BLOCKS];
    }
  }
}
