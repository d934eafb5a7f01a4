package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.transport.Rounds;
import dev.p3.transport.SerialTransport;
import dev.p3.transport.Transport;
import dev.p3.transport.Transport.Home;
import dev.p3.transport.Transports;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Every transport on the same points: what it costs, and that it gives the same bits. */
final class Comparison {
  private static final StructType SCHEMA =
      new StructType()
          .add("transport", DataTypes.StringType, false)
          .add("seconds", DataTypes.DoubleType)
          .add("seconds_per_round", DataTypes.DoubleType)
          .add("bytes_moved_per_round", DataTypes.LongType)
          .add("processes", DataTypes.IntegerType)
          .add("ratio_to_serial", DataTypes.DoubleType)
          .add("lines_of_code", DataTypes.IntegerType, false)
          .add("note", DataTypes.StringType);

  private Comparison() {}

  /**
   * Measures at once.
   *
   * @return a row for each transport, serial first; without figures, and with the reason as note,
   *     where one cannot run here
   * @throws JobFailedException when one gives other bits than serial
   */
  static Dataset<Row> measured(PointTable points, Bounds bounds, KMeansOptions options) {
    var lines = new ArrayList<Row>();
    try (LoadedPoints here = LoadedPoints.load(points, bounds, options.scale(), Home.DRIVER);
        LoadedPoints spread = LoadedPoints.load(points, bounds, options.scale(), Home.EXECUTORS)) {
      var kernel = new KMeansKernel(options.settings(), here.least(), here.greatest());
      run(
          new SerialTransport(),
          kernel,
          here); // so that the first to be measured finds it compiled
      Rounds<KMeansState> serial = run(new SerialTransport(), kernel, here);
      for (Transport each : Transports.all()) {
        Transport transport = OpenClTransport.onDevice(each, options.device());
        LoadedPoints loaded = transport.home() == Home.DRIVER ? here : spread;
        Optional<String> whyNot = transport.whyNot(loaded.parts());
        if (whyNot.isPresent()) {
          lines.add(without(transport, whyNot.get()));
        } else {
          lines.add(line(transport, kernel, loaded, serial));
        }
      }
    }
    return points.rows().sparkSession().createDataFrame(lines, SCHEMA);
  }

  private static Row line(
      Transport transport, KMeansKernel kernel, LoadedPoints loaded, Rounds<KMeansState> serial) {
    Rounds<KMeansState> rounds;
    try {
      rounds = transport instanceof SerialTransport ? serial : run(transport, kernel, loaded);
    } catch (JobFailedException e) {
      return without(transport, e.getMessage());
    }
    byte[] expected = kernel.states().write(serial.last());
    if (!Arrays.equals(expected, kernel.states().write(rounds.last()))) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot compare: transport %s gives other bits than serial (within-SS %s and %s)",
              transport.name(),
              rounds.last().best().withinSs(),
              serial.last().best().withinSs()));
    }
    double seconds = rounds.nanos() / 1e9;
    return RowFactory.create(
        transport.name(),
        rounded(seconds),
        rounded(seconds / rounds.count()),
        rounds.bytesMoved() / rounds.count(),
        rounds.processes(),
        rounded((double) rounds.nanos() / serial.nanos()),
        SourceLines.of(transport.getClass()),
        transport.meaning());
  }

  private static Row without(Transport transport, String note) {
    return RowFactory.create(
        transport.name(), null, null, null, null, null, SourceLines.of(transport.getClass()), note);
  }

  private static Rounds<KMeansState> run(
      Transport transport, KMeansKernel kernel, LoadedPoints loaded) {
    return transport.run(kernel, loaded.parts(), KMeansState.first());
  }

  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }
}
