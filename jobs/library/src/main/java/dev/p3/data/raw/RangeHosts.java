package dev.p3.data.raw;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which hosts have the bytes of ranges, so that a task runs where most of its are, as Spark does
 * for its own files.
 *
 * <p>Cost: where a file system has hosts, such as HDFS, one question to it for each file.
 */
final class RangeHosts {
  private static final int MOST = 3;

  /** What file systems say that have none. */
  private static final String NOWHERE = "localhost";

  private final Configuration hadoop;
  private RawFile file;
  private BlockLocation[] blocks;

  RangeHosts(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** The hosts with most of the ranges' bytes, that with the most first. */
  List<String> of(List<RawRange> ranges) throws IOException {
    var bytes = new HashMap<String, Long>();
    for (RawRange range : ranges) {
      for (BlockLocation block : blocks(range.file())) {
        long from = Math.max(range.from(), block.getOffset());
        long to = Math.min(range.from() + range.bytes(), block.getOffset() + block.getLength());
        for (String host : to > from ? block.getHosts() : new String[0]) {
          bytes.merge(host, to - from, Long::sum);
        }
      }
    }
    bytes.remove(NOWHERE);
    return bytes.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Ranges of a file follow one another. */
  private BlockLocation[] blocks(RawFile of) throws IOException {
    if (!of.equals(file)) {
      var path = new Path(of.path());
      FileSystem storage = path.getFileSystem(hadoop);
      var status =
          new FileStatus(of.length(), false, 1, storage.getDefaultBlockSize(path), 0, path);
      blocks = storage.getFileBlockLocations(status, 0, of.length());
      file = of;
    }
    return blocks == null ? new BlockLocation[0] : blocks;
  }
}
