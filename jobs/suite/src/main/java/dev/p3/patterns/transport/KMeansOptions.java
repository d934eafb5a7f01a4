package dev.p3.patterns.transport;

import dev.p3.fault.BadUsageException;
import dev.p3.job.Option;
import dev.p3.job.OptionsRecord;
import java.util.Optional;

/** Options of {@code k-means}. */
public record KMeansOptions(
    @Option(
            value = "the columns of numbers to cluster by, separated by commas",
            label = "COL,COL…",
            required = true)
        ColumnNames columns,
    @Option(
            value =
                "how columns are made comparable: none, or standard for mean 0 and standard"
                    + " deviation 1",
            defaultValue = "none")
        Scale scale,
    @Option(value = "how many clusters", label = "N", required = true, min = 1, max = 100_000)
        int k,
    @Option(
            value = "how often centers move at most, in each start",
            label = "N",
            defaultValue = "100",
            min = 1)
        int iterations,
    @Option(
            value = "centers have settled when none moves farther than this, in scaled units",
            label = "DISTANCE",
            defaultValue = "0",
            min = 0)
        double tolerance,
    @Option(
            value =
                "how often to begin with other centers; the start with the least within-SS counts",
            label = "N",
            defaultValue = "10",
            min = 1)
        int starts,
    @Option(value = "another seed gives other starting centers", defaultValue = "1") long seed,
    @Option(
            value = "what carries the rounds, for example serial, threads, spark or barrier",
            label = "NAME",
            defaultValue = "spark")
        String transport,
    @Option(
            value =
                "which device of OpenCL, its number or a part of its name: for --transport opencl,"
                    + " by default the first graphics processor or else the first device; with"
                    + " another transport its tasks find nearest centers on it",
            label = "DEVICE")
        Optional<String> device,
    @Option("measure every transport that there is here, as output transports") boolean compare) {

  public KMeansOptions {
    OptionsRecord.check(
        KMeansOptions.class,
        columns,
        scale,
        k,
        iterations,
        tolerance,
        starts,
        seed,
        transport,
        device,
        compare);
    if (!Double.isFinite(tolerance)) {
      throw new BadUsageException(
          "Invalid --tolerance: " + tolerance + " (must be a finite number, at least 0)");
    }
  }

  KMeansKernel.Settings settings() {
    return new KMeansKernel.Settings(k, iterations, tolerance, starts, seed);
  }
}
