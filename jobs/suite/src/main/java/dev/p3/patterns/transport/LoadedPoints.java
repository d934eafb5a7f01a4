package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.scope.ByteSize;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import dev.p3.transport.SerialTransport;
import dev.p3.transport.SparkTransport;
import dev.p3.transport.Transport;
import dev.p3.transport.Transport.Home;
import dev.p3.transport.Wire;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Points as scaled blocks, where a transport wants them, each once: in executors persisted in
 * memory, or on disk where memory does not do. To be closed.
 *
 * @param scaling what was done to them
 * @param least the least scaled value of each column
 * @param greatest the greatest scaled value of each column
 */
record LoadedPoints(
    Parts<ColumnBlock> parts, Scaling scaling, double[] least, double[] greatest, Runnable release)
    implements AutoCloseable {
  private static final double SHARE_OF_MEMORY = 0.6;

  /** Reads the points, and scales them. */
  static LoadedPoints load(PointTable table, Bounds bounds, Scale scale, Home home) {
    int width = table.columns().size();
    JavaRDD<ColumnBlock> read =
        table
            .points()
            .toJavaRDD()
            .mapPartitions(
                (FlatMapFunction<Iterator<Row>, ColumnBlock>)
                    rows -> new BlocksOfRows(rows, width));
    return home == Home.DRIVER ? here(read, bounds, scale) : inExecutors(read, bounds, scale);
  }

  private static LoadedPoints here(JavaRDD<ColumnBlock> read, Bounds bounds, Scale scale) {
    requireRoom(bounds, read.context().getConf());
    Parts<ColumnBlock> parts = Parts.of(Parts.of(read).lists(Wire.columnBlocks()));
    Scaling scaling = scaling(parts, bounds, scale, new SerialTransport());
    if (!scaling.isNone()) {
      parts =
          Parts.of(
              parts.lists(Wire.columnBlocks()).stream()
                  .map(blocks -> blocks.stream().map(scaling::scaled).toList())
                  .toList());
    }
    return of(parts, scaling, bounds, () -> {});
  }

  private static LoadedPoints inExecutors(JavaRDD<ColumnBlock> read, Bounds bounds, Scale scale) {
    read.persist(StorageLevel.MEMORY_AND_DISK());
    if (scale == Scale.NONE) {
      return of(Parts.of(read), Scaling.none(), bounds, read::unpersist);
    }
    Scaling scaling = scaling(Parts.of(read), bounds, scale, new SparkTransport());
    JavaRDD<ColumnBlock> scaled =
        read.map((Function<ColumnBlock, ColumnBlock>) scaling::scaled)
            .persist(StorageLevel.MEMORY_AND_DISK());
    scaled.count();
    read.unpersist();
    return of(Parts.of(scaled), scaling, bounds, scaled::unpersist);
  }

  private static LoadedPoints of(
      Parts<ColumnBlock> parts, Scaling scaling, Bounds bounds, Runnable release) {
    return new LoadedPoints(
        parts, scaling, scaling.scaled(bounds.least()), scaling.scaled(bounds.greatest()), release);
  }

  private static Scaling scaling(
      Parts<ColumnBlock> parts, Bounds bounds, Scale scale, Transport transport) {
    if (scale == Scale.NONE) {
      return Scaling.none();
    }
    Rounds<ScalingKernel.Known> rounds =
        transport.run(new ScalingKernel(bounds), parts, ScalingKernel.first());
    return new Scaling(rounds.last().means(), rounds.last().deviations());
  }

  /** Before anything is read: a driver that runs out of memory says nothing that helps. */
  private static void requireRoom(Bounds bounds, SparkConf conf) {
    long bytes = bounds.points() * bounds.columns().size() * Double.BYTES;
    long memory = Runtime.getRuntime().maxMemory();
    long result = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
    var needs = new ArrayList<String>();
    if (bytes > SHARE_OF_MEMORY * memory) {
      needs.add(
          String.format(
              Locale.ROOT,
              "more than %.0f %% of its %s of memory: --conf spark.driver.memory=%dg",
              100 * SHARE_OF_MEMORY,
              ByteSize.text(memory),
              (long) Math.ceil(bytes / SHARE_OF_MEMORY / (1 << 30)) + 1));
    }
    if (result > 0 && bytes > result) {
      needs.add(
          String.format(
              Locale.ROOT,
              "more than its spark.driver.maxResultSize of %s: --conf"
                  + " spark.driver.maxResultSize=0",
              ByteSize.text(result)));
    }
    if (!needs.isEmpty()) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot hold %,d points of %d columns in the driver: they take %s, %s; or use"
                  + " --transport spark or barrier, which hold them in the executors",
              bounds.points(),
              bounds.columns().size(),
              ByteSize.text(bytes),
              String.join(", and ", needs)));
    }
  }

  @Override
  public void close() {
    release.run();
  }
}
