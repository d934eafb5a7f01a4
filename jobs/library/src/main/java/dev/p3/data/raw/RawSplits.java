package dev.p3.data.raw;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Divides files into ranges of whole rows.
 *
 * <p>Right after a line feed a row begins, or the text is within quotes: there is no third case. So
 * every split is scanned from its first line feed for either case, and what is true for the first
 * split says what is for the next one. The method is that of Ge et al., "Speculative Distributed
 * CSV Data Parsing for Big Data Analytics", SIGMOD 2019, without the speculation.
 *
 * <p>Cost: one Spark job that reads the files that are split, and only counts lines where there is
 * no quote.
 */
final class RawSplits {
  private static final int BUFFER = 1 << 18;

  private RawSplits() {}

  /**
   * The ranges of each task, in the order of files and rows.
   *
   * @throws IOException when a file cannot be read
   */
  static List<List<RawRange>> plan(
      SparkSession spark,
      List<RawFile> files,
      CsvDialect dialect,
      Broadcast<SerializableConfiguration> hadoop)
      throws IOException {
    long size = size(spark, files);
    var candidates = new ArrayList<Split>();
    for (RawFile file : files) {
      boolean isLarge = file.length() > size + size / 2;
      if (isLarge && file.canBeSplit(dialect.charset(), hadoop.value().value())) {
        for (long from = 0; from < file.length(); from += size) {
          candidates.add(new Split(file, from, Math.min(from + size, file.length())));
        }
      } else {
        candidates.add(new Split(file, 0, Long.MAX_VALUE));
      }
    }
    return packed(spark, ranges(scanned(spark, candidates, dialect, hadoop)), size);
  }

  /**
   * How many bytes a task reads: as many as every core has to read, but no more than Spark's
   * setting says, in which case each reads as often. Opening a file counts, as Spark's setting
   * says.
   */
  static long size(SparkSession spark, List<RawFile> files) {
    SQLConf settings = spark.sessionState().conf();
    long open = settings.filesOpenCostInBytes();
    long bytes = files.stream().mapToLong(file -> file.length() + open).sum();
    return size(
        bytes,
        Math.max(1, spark.sparkContext().defaultParallelism()),
        open,
        settings.filesMaxPartitionBytes());
  }

  static long size(long bytes, int cores, long least, long most) {
    long times = bytes / cores / most + 1;
    long even = bytes / (times * cores) + 1;
    return Math.min(most, Math.max(least, even));
  }

  private static List<Scanned> scanned(
      SparkSession spark,
      List<Split> splits,
      CsvDialect dialect,
      Broadcast<SerializableConfiguration> hadoop) {
    List<Integer> toScan =
        IntStream.range(0, splits.size()).filter(i -> splits.get(i).isPart()).boxed().toList();
    var figures = new long[splits.size()][];
    if (!toScan.isEmpty()) {
      var parts = List.copyOf(splits);
      List<long[]> results =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(toScan, toScan.size())
              .map(i -> parts.get(i).scan(dialect, hadoop.value().value()))
              .collect();
      for (int i = 0; i < toScan.size(); i++) {
        figures[toScan.get(i)] = results.get(i);
      }
    }
    return IntStream.range(0, splits.size())
        .mapToObj(i -> new Scanned(splits.get(i), figures[i]))
        .toList();
  }

  private static List<RawRange> ranges(List<Scanned> splits) {
    var ranges = new ArrayList<RawRange>();
    boolean isQuoted = false;
    long line = 1;
    for (Scanned scanned : splits) {
      Split split = scanned.split();
      if (split.from() == 0) {
        ranges.add(new RawRange(split.file(), 0, Long.MAX_VALUE, 1));
        isQuoted = false;
        line = 1;
      }
      if (scanned.figures() == null) {
        continue;
      }
      Figures figures = Figures.of(scanned.figures());
      long begin = isQuoted ? figures.firstRowAfterQuote() : figures.begin();
      if (split.from() > 0 && begin >= 0 && begin < figures.end()) {
        long linesBefore = isQuoted ? figures.linesToFirstRow() : 0;
        RawRange last = ranges.get(ranges.size() - 1);
        ranges.set(ranges.size() - 1, new RawRange(last.file(), last.from(), begin, last.line()));
        ranges.add(new RawRange(split.file(), begin, Long.MAX_VALUE, line + linesBefore));
      }
      isQuoted = isQuoted ? figures.isQuotedIfBegunQuoted() : figures.isQuotedIfBegunPlain();
      line += figures.lines();
    }
    return ranges;
  }

  static List<List<RawRange>> packed(SparkSession spark, List<RawRange> ranges, long size) {
    return packed(ranges, size, spark.sessionState().conf().filesOpenCostInBytes());
  }

  /**
   * Small files share a task, with those next to them. A range belongs to the task in whose share
   * of all bytes its middle is, so that tasks are about as large as each other.
   *
   * @param size of a share
   * @param open how many bytes opening a file counts for
   */
  static List<List<RawRange>> packed(List<RawRange> ranges, long size, long open) {
    var tasks = new ArrayList<List<RawRange>>();
    long before = 0;
    long share = -1;
    for (RawRange range : ranges) {
      long cost = range.bytes() + open;
      long next = (before + cost / 2) / size;
      if (next != share) {
        tasks.add(new ArrayList<>());
        share = next;
      }
      tasks.get(tasks.size() - 1).add(range);
      before += cost;
    }
    return tasks;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Scanned(Split split, long[] figures) {}

  /**
   * What a split holds from the first line feed at or after its beginning to the first at or after
   * its end.
   *
   * @param lines how many lines end there
   * @param firstRowAfterQuote where the first row begins if the split begins within quotes; -1 for
   *     nowhere
   */
  private record Figures(
      long begin,
      long end,
      long lines,
      boolean isQuotedIfBegunPlain,
      long firstRowAfterQuote,
      long linesToFirstRow,
      boolean isQuotedIfBegunQuoted) {
    static Figures of(long[] values) {
      return new Figures(
          values[0], values[1], values[2], values[3] == 1, values[4], values[5], values[6] == 1);
    }
  }

  /** Bytes of a file, as they come. */
  private record Split(RawFile file, long from, long to) implements Serializable {
    boolean isPart() {
      return to != Long.MAX_VALUE;
    }

    /** The values of {@link Figures}: what Kryo knows without being told. */
    long[] scan(CsvDialect dialect, Configuration hadoop) throws IOException {
      long begin = from == 0 ? 0 : afterLineFeed(from, hadoop);
      long end = to == file.length() ? to : afterLineFeed(to, hadoop);
      long[] figures = {begin, end, 0, 0, -1, 0, 1};
      boolean hasQuotes = countLines(figures, dialect, hadoop);
      if (hasQuotes) {
        scanPlain(figures, dialect, hadoop);
        scanQuoted(figures, dialect, hadoop);
      }
      return figures;
    }

    private long afterLineFeed(long offset, Configuration hadoop) throws IOException {
      try (InputStream bytes = file.bytesFrom(offset - 1, hadoop)) {
        byte[] buffer = new byte[BUFFER];
        long at = offset - 1;
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
          for (int i = 0; i < read; i++, at++) {
            if (buffer[i] == '\n') {
              return at + 1;
            }
          }
        }
        return at;
      }
    }

    private boolean countLines(long[] figures, CsvDialect dialect, Configuration hadoop)
        throws IOException {
      boolean hasQuotes = false;
      byte quote = (byte) dialect.quote();
      long lines = 0;
      byte[] buffer = new byte[BUFFER];
      long left = figures[1] - figures[0];
      boolean afterReturn = false;
      try (InputStream bytes = file.bytesFrom(figures[0], hadoop)) {
        while (left > 0) {
          int read = bytes.read(buffer, 0, (int) Math.min(left, BUFFER));
          if (read < 0) {
            break;
          }
          for (int i = 0; i < read; i++) {
            byte next = buffer[i];
            if (next <= '"' || next == quote) {
              hasQuotes |= next == quote;
              lines += next == '\r' || (next == '\n' && !afterReturn) ? 1 : 0;
            }
            afterReturn = next == '\r';
          }
          left -= read;
        }
      }
      figures[2] = lines;
      return hasQuotes && quote != 0;
    }

    private void scanPlain(long[] figures, CsvDialect dialect, Configuration hadoop)
        throws IOException {
      long length = figures[1] - figures[0];
      try (var rows =
          new CsvRecords(file.bytesFrom(figures[0], hadoop), length, dialect, 0, false)) {
        rows.passLines(from == 0 ? dialect.skippedLines() : 0);
        passRest(rows);
        figures[3] = rows.isUnclosed() ? 1 : 0;
      }
    }

    private void scanQuoted(long[] figures, CsvDialect dialect, Configuration hadoop)
        throws IOException {
      long length = figures[1] - figures[0];
      InputStream bytes =
          new SequenceInputStream(
              new ByteArrayInputStream(new byte[] {(byte) dialect.quote()}),
              file.bytesFrom(figures[0], hadoop));
      try (var rows = new CsvRecords(bytes, length + 1, dialect, 0, false)) {
        if (rows.next() && !rows.isUnclosed()) {
          figures[4] = figures[0] + rows.offset() - 1;
          figures[5] = rows.followingLine();
          passRest(rows);
          figures[6] = rows.isUnclosed() ? 1 : 0;
        }
      }
    }

    private static void passRest(CsvRecords rows) throws IOException {
      while (rows.next()) {
        // Only what the last row leaves open matters.
      }
    }
  }
}
