package dev.p3.data.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawSplitsTest {
  private static final long MB = 1L << 20;

  private static List<List<Long>> tasks(long size, long open, long... bytes) {
    var ranges = new ArrayList<RawRange>();
    for (long each : bytes) {
      ranges.add(new RawRange(new RawFile("file", each), 0, each, 1));
    }
    return RawSplits.packed(ranges, size, open).stream()
        .map(task -> task.stream().map(RawRange::bytes).toList())
        .toList();
  }

  @Test
  void readAsMuchAsEachOther() {
    assertThat(tasks(400, 0, 101, 102, 100, 103, 99, 98, 100, 97))
        .containsExactly(List.of(101L, 102L, 100L, 103L), List.of(99L, 98L, 100L, 97L));
    assertThat(tasks(100, 0, 100, 100, 50)).hasSize(3);
    assertThat(tasks(100, 0)).isEmpty();
  }

  @Test
  void countTheOpeningOfAFile() {
    var small = new long[100];
    Arrays.fill(small, 1);

    assertThat(tasks(50 * (1 + 4), 4, small)).hasSize(2);
    assertThat(tasks(4, 4, 1, 1, 1)).hasSize(3);
  }

  @Test
  void areAsManyForEachCore() {
    assertThat(RawSplits.size(586 * MB, 2, 4 * MB, 128 * MB)).isEqualTo(586 * MB / 6 + 1);
    assertThat(RawSplits.size(100 * MB, 2, 4 * MB, 128 * MB)).isEqualTo(50 * MB + 1);
  }

  @Test
  void areNeitherTooSmallNorTooLarge() {
    assertThat(RawSplits.size(MB, 16, 4 * MB, 128 * MB)).isEqualTo(4 * MB);
    assertThat(RawSplits.size(256 * MB, 2, 4 * MB, 128 * MB)).isLessThanOrEqualTo(128 * MB);
    assertThat(RawSplits.size(MB, 1, 4 * MB, 1000)).isEqualTo(1000);
  }
}
