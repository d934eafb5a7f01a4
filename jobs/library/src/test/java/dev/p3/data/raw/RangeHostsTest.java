package dev.p3.data.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;

class RangeHostsTest {
  /** Blocks of 100 bytes, each on two hosts: the first on a and b, the second on b and c. */
  static final class Cluster extends RawLocalFileSystem {
    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
      return new BlockLocation[] {block(0, "a", "b"), block(100, "b", "c"), block(200, "c", "d")};
    }

    private static BlockLocation block(long offset, String... hosts) {
      return new BlockLocation(hosts, hosts, offset, 100);
    }
  }

  private static List<String> hosts(Class<?> fileSystem, RawRange... ranges) throws IOException {
    var hadoop = new Configuration(false);
    hadoop.set("fs.file.impl", fileSystem.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return new RangeHosts(hadoop).of(List.of(ranges));
  }

  private static RawRange range(long from, long to) {
    return new RawRange(new RawFile("file:/text", 300), from, to, 1);
  }

  @Test
  void areThoseWithMostBytesFirst() throws IOException {
    assertThat(hosts(Cluster.class, range(50, 150))).containsExactly("b", "a", "c");
    assertThat(hosts(Cluster.class, range(0, 110))).containsExactly("b", "a", "c");
    assertThat(hosts(Cluster.class, range(200, Long.MAX_VALUE))).containsExactly("c", "d");
  }

  @Test
  void countAllRangesOfATask() throws IOException {
    assertThat(hosts(Cluster.class, range(0, 10), range(200, 300))).containsExactly("c", "d", "a");
  }

  @Test
  void areNoneOfAFileOnThisMachine() throws IOException {
    assertThat(hosts(RawLocalFileSystem.class, range(0, 300))).isEmpty();
  }
}
