package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.transport.ColumnBlock;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/**
 * Finds the nearest centers on a device of OpenCL, one thread of it for each row. Blocks stay in
 * its memory once they are there, unless they are to be copied each time. The same bits as in Java:
 * additions and multiplications are fused where it is said, and nowhere else.
 *
 * <p>Thread-safe; one thread uses the device at a time.
 */
final class OpenClNearestCenters implements NearestCenters, AutoCloseable {
  private static final String SOURCE =
      """
      #pragma OPENCL EXTENSION cl_khr_fp64 : enable
      #pragma OPENCL FP_CONTRACT OFF
      __kernel void nearest_centers(__global const double *columns, const int rows,
          __global const double *centers, const int count,
          __global int *nearest, __global double *squares) {
        const size_t i = get_global_id(0);
        double least = INFINITY;
        int which = 0;
        for (int center = 0; center < count; center++) {
          double sum = 0;
          for (int j = 0; j < WIDTH; j++) {
            const double difference = columns[(size_t) j * rows + i] - centers[center * WIDTH + j];
            sum = fma(difference, difference, sum);
          }
          if (sum < least) {
            least = sum;
            which = center;
          }
        }
        nearest[i] = which;
        squares[i] = least;
      }
      """;

  private final OpenClDevice device;
  private final cl_context context;
  private final cl_command_queue queue;
  private final Map<Integer, cl_kernel> kernels = new HashMap<>();
  private final boolean keepsBlocks;
  private final IdentityHashMap<ColumnBlock, cl_mem> onDevice = new IdentityHashMap<>();

  OpenClNearestCenters(OpenClDevice device) {
    this(device, true);
  }

  /** One that copies a block each time, and keeps none. */
  static OpenClNearestCenters copyingBlocks(OpenClDevice device) {
    return new OpenClNearestCenters(device, false);
  }

  private OpenClNearestCenters(OpenClDevice device, boolean keepsBlocks) {
    this.device = device;
    this.keepsBlocks = keepsBlocks;
    CL.setExceptionsEnabled(true);
    var properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
    context = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, null);
    queue = queue(context, device.id());
  }

  /** The way of OpenCL 1.2, which all drivers know; that of 2.0 some do not. */
  @SuppressWarnings("deprecation")
  private static cl_command_queue queue(cl_context context, cl_device_id id) {
    return CL.clCreateCommandQueue(context, id, 0, null);
  }

  /** All rows of a block, which stays on the device as a whole. */
  @Override
  public int batch() {
    return ColumnBlock.MOST_ROWS;
  }

  @Override
  public synchronized void find(
      ColumnBlock block, int from, int rows, double[] centers, int[] nearest, double[] squares) {
    int columns = block.columns().length;
    if (from != 0 || rows != block.rows() || rows == 0 || columns == 0 || centers.length == 0) {
      new LoopNearestCenters().find(block, from, rows, centers, nearest, squares);
      return;
    }
    cl_mem points = null;
    cl_mem toCenters = null;
    cl_mem toNearest = null;
    cl_mem toSquares = null;
    try {
      points = keepsBlocks ? onDevice.computeIfAbsent(block, this::copied) : copied(block);
      toCenters = buffer(CL.CL_MEM_READ_ONLY, (long) centers.length * Sizeof.cl_double);
      toNearest = buffer(CL.CL_MEM_WRITE_ONLY, (long) rows * Sizeof.cl_int);
      toSquares = buffer(CL.CL_MEM_WRITE_ONLY, (long) rows * Sizeof.cl_double);
      write(toCenters, 0, centers, centers.length);
      cl_kernel kernel = kernels.computeIfAbsent(columns, this::built);
      CL.clSetKernelArg(kernel, 0, Sizeof.cl_mem, Pointer.to(points));
      CL.clSetKernelArg(kernel, 1, Sizeof.cl_int, Pointer.to(new int[] {rows}));
      CL.clSetKernelArg(kernel, 2, Sizeof.cl_mem, Pointer.to(toCenters));
      CL.clSetKernelArg(kernel, 3, Sizeof.cl_int, Pointer.to(new int[] {centers.length / columns}));
      CL.clSetKernelArg(kernel, 4, Sizeof.cl_mem, Pointer.to(toNearest));
      CL.clSetKernelArg(kernel, 5, Sizeof.cl_mem, Pointer.to(toSquares));
      CL.clEnqueueNDRangeKernel(queue, kernel, 1, null, new long[] {rows}, null, 0, null, null);
      read(toNearest, (long) rows * Sizeof.cl_int, Pointer.to(nearest));
      read(toSquares, (long) rows * Sizeof.cl_double, Pointer.to(squares));
    } catch (CLException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot go on by opencl: device '%s' fails: %s (it has %,d bytes of memory; take"
                  + " another --device or --transport)",
              device.name(),
              e.getMessage(),
              device.memory()),
          e);
    } finally {
      if (!keepsBlocks) {
        release(points);
      }
      release(toCenters);
      release(toNearest);
      release(toSquares);
    }
  }

  private cl_mem copied(ColumnBlock block) {
    long ofColumn = (long) block.rows() * Sizeof.cl_double;
    cl_mem points = buffer(CL.CL_MEM_READ_ONLY, block.columns().length * ofColumn);
    for (int j = 0; j < block.columns().length; j++) {
      write(points, j * ofColumn, block.columns()[j], block.rows());
    }
    return points;
  }

  private cl_kernel built(int columns) {
    cl_program program =
        CL.clCreateProgramWithSource(context, 1, new String[] {SOURCE}, null, null);
    CL.clBuildProgram(program, 0, null, "-DWIDTH=" + columns, null, null);
    cl_kernel kernel = CL.clCreateKernel(program, "nearest_centers", null);
    CL.clReleaseProgram(program); // the kernel keeps it
    return kernel;
  }

  private cl_mem buffer(long use, long bytes) {
    return CL.clCreateBuffer(context, use, bytes, null, null);
  }

  private void write(cl_mem to, long offset, double[] values, int count) {
    CL.clEnqueueWriteBuffer(
        queue,
        to,
        true,
        offset,
        (long) count * Sizeof.cl_double,
        Pointer.to(values),
        0,
        null,
        null);
  }

  private void read(cl_mem from, long bytes, Pointer to) {
    CL.clEnqueueReadBuffer(queue, from, true, 0, bytes, to, 0, null, null);
  }

  private static void release(cl_mem memory) {
    if (memory != null) {
      CL.clReleaseMemObject(memory);
    }
  }

  @Override
  public synchronized void close() {
    onDevice.values().forEach(OpenClNearestCenters::release);
    kernels.values().forEach(CL::clReleaseKernel);
    CL.clReleaseCommandQueue(queue);
    CL.clReleaseContext(context);
  }
}
