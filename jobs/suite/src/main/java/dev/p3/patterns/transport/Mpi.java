package dev.p3.patterns.transport;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Open MPI's library, bound by JNA: its constants are addresses of global symbols, which those of
 * other MPIs are not. Every error ends all processes, as MPI does unless told otherwise. One thread
 * uses it.
 */
final class Mpi implements AutoCloseable {
  private static final int NOW = 0x2;
  private static final int GLOBAL_ON_LINUX = 0x100;
  private static final int GLOBAL_ON_MACOS = 0x8;

  private final Pointer world;
  private final Pointer wholeNumber;
  private final Pointer length;
  private final Pointer octet;
  private final Pointer sum;
  private Memory sent = new Memory(Long.BYTES);
  private Memory received = new Memory(Long.BYTES);

  /** Joins the processes that {@code mpirun} has started. */
  Mpi() {
    NativeLibrary library =
        library().orElseThrow(() -> new UnsatisfiedLinkError("Cannot load Open MPI's libmpi"));
    Native.register(Mpi.class, library);
    world = library.getGlobalVariableAddress("ompi_mpi_comm_world");
    wholeNumber = library.getGlobalVariableAddress("ompi_mpi_int64_t");
    length = library.getGlobalVariableAddress("ompi_mpi_int");
    octet = library.getGlobalVariableAddress("ompi_mpi_byte");
    sum = library.getGlobalVariableAddress("ompi_mpi_op_sum");
    MPI_Init(Pointer.NULL, Pointer.NULL);
  }

  /** Open MPI's library; empty when there is none, or it is another's. */
  static Optional<NativeLibrary> library() {
    int global = Platform.isMac() ? GLOBAL_ON_MACOS : GLOBAL_ON_LINUX;
    for (String name : names()) {
      try {
        NativeLibrary library =
            NativeLibrary.getInstance(name, Map.of(Library.OPTION_OPEN_FLAGS, NOW | global));
        library.getGlobalVariableAddress("ompi_mpi_comm_world");
        return Optional.of(library);
      } catch (UnsatisfiedLinkError e) {
        // Perhaps by the next name.
      }
    }
    return Optional.empty();
  }

  private static List<String> names() {
    String file = Platform.isMac() ? "libmpi.40.dylib" : "libmpi.so.40";
    var names = new ArrayList<>(List.of(file));
    command()
        .map(command -> command.resolveSibling("../lib").resolve(file).normalize())
        .filter(Files::exists)
        .ifPresent(beside -> names.add(beside.toString()));
    names.add("mpi");
    return names;
  }

  /** The {@code mpirun} that a shell would find. */
  static Optional<Path> command() {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "mpirun"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The number of this process, from 0. */
  int rank() {
    var rank = new int[1];
    MPI_Comm_rank(world, rank);
    return rank[0];
  }

  /** How many processes there are. */
  int size() {
    var size = new int[1];
    MPI_Comm_size(world, size);
    return size[0];
  }

  /** Waits for all processes. */
  void await() {
    MPI_Barrier(world);
  }

  /** Replaces numbers by their sums over all processes, element by element. */
  void addUp(long[] numbers) {
    reserve((long) numbers.length * Long.BYTES, (long) numbers.length * Long.BYTES);
    sent.write(0, numbers, 0, numbers.length);
    MPI_Allreduce(sent, received, numbers.length, wholeNumber, sum, world);
    received.read(0, numbers, 0, numbers.length);
  }

  /**
   * What each process has, by its number.
   *
   * @throws ArithmeticException when all have 2 GiB or more together
   */
  List<byte[]> gather(byte[] own) {
    var lengths = new int[size()];
    MPI_Allgather(new int[] {own.length}, 1, length, lengths, 1, length, world);
    var offsets = new int[lengths.length];
    int total = 0;
    for (int i = 0; i < lengths.length; i++) {
      offsets[i] = total;
      total = Math.addExact(total, lengths[i]);
    }
    reserve(own.length, total);
    sent.write(0, own, 0, own.length);
    MPI_Allgatherv(sent, own.length, octet, received, lengths, offsets, octet, world);
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      all.add(received.getByteArray(offsets[i], lengths[i]));
    }
    return all;
  }

  private void reserve(long toSend, long toReceive) {
    if (sent.size() < toSend) {
      sent = new Memory(toSend);
    }
    if (received.size() < toReceive) {
      received = new Memory(toReceive);
    }
  }

  /** Leaves; all processes have to. */
  @Override
  public void close() {
    MPI_Finalize();
  }

  private static native int MPI_Init(Pointer count, Pointer arguments);

  private static native int MPI_Comm_rank(Pointer group, int[] rank);

  private static native int MPI_Comm_size(Pointer group, int[] size);

  private static native int MPI_Barrier(Pointer group);

  private static native int MPI_Allreduce(
      Pointer sent, Pointer received, int count, Pointer type, Pointer operation, Pointer group);

  private static native int MPI_Allgather(
      int[] sent,
      int count,
      Pointer type,
      int[] received,
      int countOfEach,
      Pointer typeReceived,
      Pointer group);

  private static native int MPI_Allgatherv(
      Pointer sent,
      int count,
      Pointer type,
      Pointer received,
      int[] counts,
      int[] offsets,
      Pointer typeReceived,
      Pointer group);

  private static native int MPI_Finalize();
}
