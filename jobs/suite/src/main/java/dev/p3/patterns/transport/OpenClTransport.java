package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.transport.ColumnBlock;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import dev.p3.transport.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A device of OpenCL: a graphics processor, or the processor itself by PoCL. It finds the nearest
 * centers of k-means; the driver adds up, in one thread. A computation that has nothing for a
 * device is the driver's alone.
 */
public final class OpenClTransport implements Transport {
  private final String device;

  /** The first graphics processor, or else the first device. */
  public OpenClTransport() {
    this("");
  }

  /**
   * @param device see {@link OpenClDevice#chosen}
   */
  OpenClTransport(String device) {
    this.device = device;
  }

  /**
   * The transport on the device that options name, if it is this one; else as it is, for its tasks
   * use the device. A device of the driver's machine is looked for at once.
   *
   * @throws dev.p3.fault.BadUsageException when there is no such device
   */
  static Transport onDevice(Transport transport, Optional<String> device) {
    if (device.isEmpty()) {
      return transport;
    }
    var onDevice = new OpenClTransport(device.get());
    boolean isHere = transport.home() == Home.DRIVER;
    if (isHere && onDevice.whyNot(Parts.of(List.of())).isEmpty()) {
      OpenClDevice.chosen(device.get());
    }
    return transport instanceof OpenClTransport ? onDevice : transport;
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public String meaning() {
    return "distances on a device of OpenCL, sums in one thread of the driver";
  }

  @Override
  public Home home() {
    return Home.DRIVER;
  }

  @Override
  public Optional<String> whyNot(Parts<?> parts) {
    try {
      return OpenClDevice.all().isEmpty()
          ? Optional.of(
              "no device of OpenCL that knows doubles (for the processor itself install PoCL;"
                  + " Debian: pocl-opencl-icd)")
          : Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("no OpenCL on this machine (Debian: pocl-opencl-icd): " + e.getMessage());
    }
  }

  @Override
  public <B, S extends Record, P> Rounds<S> run(MapReduce<B, S, P> job, Parts<B> parts, S first) {
    whyNot(parts)
        .ifPresent(
            why -> {
              throw new JobFailedException("Cannot run by opencl: " + why);
            });
    List<B> blocks = parts.lists(job.blocks()).stream().flatMap(List::stream).toList();
    OpenClDevice chosen = OpenClDevice.chosen(device);
    checkMemory(blocks, chosen);
    try (var nearestCenters = new OpenClNearestCenters(chosen)) {
      return Rounds.run(
          job,
          first,
          state -> {
            P total = job.zero(state);
            for (B block : blocks) {
              total = job.combine(total, map(job, block, state, nearestCenters), state);
            }
            return total;
          });
    }
  }

  @SuppressWarnings("unchecked")
  private static <B, S extends Record, P> P map(
      MapReduce<B, S, P> job, B block, S state, NearestCenters nearestCenters) {
    // These types go together: they are those of the kernel.
    return job instanceof KMeansKernel kernel
        ? (P) kernel.map((ColumnBlock) block, (KMeansState) state, nearestCenters)
        : job.map(block, state);
  }

  private static void checkMemory(List<?> blocks, OpenClDevice device) {
    long bytes = 0;
    for (Object block : blocks) {
      if (block instanceof ColumnBlock columns) {
        bytes += (long) columns.columns().length * columns.rows() * Double.BYTES;
      }
    }
    if (bytes > device.memory()) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot run by opencl: the points take %,d bytes, and device '%s' has %,d (take"
                  + " another --device or --transport)",
              bytes,
              device.name(),
              device.memory()));
    }
  }
}
