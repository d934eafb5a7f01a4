package dev.p3.patterns.transport;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What this machine has beside its processor that a transport can use. */
public final class NativeDevices {
  private NativeDevices() {}

  /** The names of the devices of OpenCL; empty where there is none, or no OpenCL. */
  public static List<String> openCl() {
    try {
      return OpenClDevice.all().stream().map(OpenClDevice::name).toList();
    } catch (LinkageError e) {
      return List.of();
    }
  }

  /** The command that starts processes of MPI. */
  public static Optional<Path> mpi() {
    return Mpi.command();
  }
}
