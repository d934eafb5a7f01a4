package dev.p3.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeakHeapTest {
  private static final int MB = 1 << 20;

  /** Small ones: a large array takes whole regions of the heap. */
  private static final int BLOCKS = 1024;

  @Test
  void whatIsKeptIsSeenAndGarbageIsNot() throws InterruptedException {
    long kept = peak(true);
    long dropped = peak(false);
    assertThat(kept).isBetween(60L * MB, 120L * MB);
    assertThat(dropped).isLessThan(30L * MB);
  }

  /** Allocates 64 MB. */
  private static long peak(boolean keeping) throws InterruptedException {
    List<byte[]> kept = new ArrayList<>();
    try (var heap = new PeakHeap()) {
      for (int i = 0; i < BLOCKS; i++) {
        byte[] block = new byte[64 * MB / BLOCKS];
        if (keeping) {
          kept.add(block);
        }
        if (i % 16 == 0) {
          Thread.sleep(5);
        }
      }
      long bytes = heap.bytes();
      assertThat(kept).hasSize(keeping ? BLOCKS : 0); // which keeps them until here
      return bytes;
    }
  }
}
