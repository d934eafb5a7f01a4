package dev.p3.patterns.transport;

import dev.p3.fault.BadUsageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device of this machine that runs programs in OpenCL C with doubles.
 *
 * @param id what OpenCL calls it by
 * @param platform of which driver
 * @param name as that driver says
 * @param isGpu whether it is a graphics processor
 * @param memory of the device, in bytes
 */
record OpenClDevice(
    cl_device_id id, cl_platform_id platform, String name, boolean isGpu, long memory) {

  /**
   * All of them, in the order of their drivers.
   *
   * @throws LinkageError when this machine has no OpenCL, or JOCL no native code for it
   */
  static List<OpenClDevice> all() {
    CL.setExceptionsEnabled(true);
    List<OpenClDevice> devices = new ArrayList<>();
    try {
      var count = new int[1];
      CL.clGetPlatformIDs(0, null, count);
      var platforms = new cl_platform_id[count[0]];
      CL.clGetPlatformIDs(platforms.length, platforms, null);
      for (cl_platform_id platform : platforms) {
        devices.addAll(of(platform));
      }
    } catch (CLException e) {
      return List.of(); // no driver is there
    }
    return devices;
  }

  private static List<OpenClDevice> of(cl_platform_id platform) {
    List<OpenClDevice> devices = new ArrayList<>();
    try {
      var count = new int[1];
      CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
      var ids = new cl_device_id[count[0]];
      CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null);
      for (cl_device_id id : ids) {
        if (number(id, CL.CL_DEVICE_DOUBLE_FP_CONFIG) != 0) {
          boolean isGpu = (number(id, CL.CL_DEVICE_TYPE) & CL.CL_DEVICE_TYPE_GPU) != 0;
          long memory = number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE);
          devices.add(new OpenClDevice(id, platform, name(id), isGpu, memory));
        }
      }
    } catch (CLException e) {
      return devices; // a driver without a device
    }
    return devices;
  }

  /**
   * The device that a user means.
   *
   * @param choice its number in the list, from 0, or a part of its name in either case; empty for
   *     the first graphics processor, or else the first device
   * @throws BadUsageException when there is none, listing those there are
   */
  static OpenClDevice chosen(String choice) {
    List<OpenClDevice> all = all();
    return IntStream.range(0, all.size())
        .filter(
            number ->
                choice.isEmpty()
                    || choice.equals(String.valueOf(number))
                    || lower(all.get(number).name()).contains(lower(choice)))
        .mapToObj(all::get)
        .min((one, other) -> Boolean.compare(other.isGpu(), one.isGpu()))
        .orElseThrow(
            () ->
                new BadUsageException(
                    String.format(
                        Locale.ROOT,
                        "Invalid --device: '%s' (must be the number, or a part of the name, of:"
                            + " %s)",
                        choice,
                        listed(all))));
  }

  private static String listed(List<OpenClDevice> devices) {
    List<String> lines =
        IntStream.range(0, devices.size())
            .mapToObj(number -> number + " " + devices.get(number).name())
            .toList();
    return lines.isEmpty() ? "no device is here" : String.join(", ", lines);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static long number(cl_device_id id, int what) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    CL.clGetDeviceInfo(id, what, Long.BYTES, Pointer.to(bytes.array()), null);
    return bytes.getLong();
  }

  private static String name(cl_device_id id) {
    var size = new long[1];
    CL.clGetDeviceInfo(id, CL.CL_DEVICE_NAME, 0, null, size);
    var bytes = new byte[(int) size[0]];
    CL.clGetDeviceInfo(id, CL.CL_DEVICE_NAME, bytes.length, Pointer.to(bytes), null);
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").trim();
  }
}
