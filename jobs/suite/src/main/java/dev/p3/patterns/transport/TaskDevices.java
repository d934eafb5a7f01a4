package dev.p3.patterns.transport;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The devices of OpenCL that the tasks of this JVM use, each opened once and never closed. Blocks
 * are copied to them in every round: nobody tells a task when it has met a block for the last time.
 */
final class TaskDevices {
  private static final Map<String, NearestCenters> OPEN = new ConcurrentHashMap<>();

  private TaskDevices() {}

  /**
   * @param device see {@link OpenClDevice#chosen}
   * @throws JobFailedException when this machine has no OpenCL, or no such device
   */
  static NearestCenters named(String device) {
    try {
      return OPEN.computeIfAbsent(
          device, name -> OpenClNearestCenters.copyingBlocks(OpenClDevice.chosen(name)));
    } catch (BadUsageException e) {
      // Of a task: the driver's machine may have such a device.
      throw new JobFailedException(e.getMessage(), e);
    } catch (LinkageError e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot use --device %s in a task: no OpenCL on this machine (Debian:"
                  + " pocl-opencl-icd): %s",
              device,
              e.getMessage()),
          e);
    }
  }
}
