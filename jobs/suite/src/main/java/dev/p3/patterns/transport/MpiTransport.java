package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Parts;
import dev.p3.transport.Rounds;
import dev.p3.transport.Transport;
import dev.p3.transport.WorkerJvm;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Open MPI: {@code mpirun} starts a JVM for each core of this machine, which add up their partials
 * by {@code MPI_Allreduce}; those that do not add up, all gather from all. The driver takes no part
 * in a round.
 *
 * <p>Optional: it needs Open MPI (Debian: openmpi-bin and libopenmpi-dev). Fail-stop: when one
 * process dies all end, and so does the run.
 */
public final class MpiTransport implements Transport {
  private static final int MILLIS_BETWEEN_LOOKS = 5;
  private static final int SECONDS_TO_TELL_VERSION = 2;
  private static final int SECONDS_TO_LEAVE = 10;
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "OMPI_ALLOW_RUN_AS_ROOT", "1",
          "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1",
          // A container does not let processes read each other's memory.
          "OMPI_MCA_btl_vader_single_copy_mechanism", "none");

  @Override
  public String name() {
    return "mpi";
  }

  @Override
  public String meaning() {
    return "a JVM for each core, by Open MPI; all end when one fails";
  }

  @Override
  public Home home() {
    return Home.DRIVER;
  }

  @Override
  public Optional<String> whyNot(Parts<?> parts) {
    return Mpi.command()
        .map(MpiTransport::whyNot)
        .orElse(
            Optional.of(
                "no mpirun on the PATH (install Open MPI; Debian: openmpi-bin and"
                    + " libopenmpi-dev)"));
  }

  private static Optional<String> whyNot(Path command) {
    String version = version(command);
    if (!version.contains("Open MPI") && !version.contains("OpenRTE")) {
      String first = version.lines().findFirst().orElse("it says no version");
      return Optional.of(command + " is not Open MPI's: " + first + " (only that one is bound)");
    }
    try {
      return Mpi.library().isPresent()
          ? Optional.empty()
          : Optional.of(
              "no libmpi of Open MPI 3 to 5 beside " + command + " (Debian: libopenmpi-dev)");
    } catch (LinkageError e) {
      return Optional.of("JNA cannot load native code here: " + e.getMessage());
    }
  }

  private static String version(Path command) {
    try (WorkerJvm asked = WorkerJvm.start(List.of(command.toString(), "--version"), Map.of())) {
      return asked.output(SECONDS_TO_TELL_VERSION);
    } catch (UncheckedIOException e) {
      return e.getCause().getMessage();
    }
  }

  @Override
  public <B, S extends Record, P> Rounds<S> run(MapReduce<B, S, P> job, Parts<B> parts, S first) {
    whyNot(parts)
        .ifPresent(
            why -> {
              throw new JobFailedException("Cannot run by mpi: " + why);
            });
    List<List<B>> shares = Shares.of(parts, job);
    try {
      Path folder = Files.createTempDirectory("p3-mpi");
      Path socket = folder.resolve("driver");
      folder.toFile().deleteOnExit(); // for a driver that is interrupted; in reverse order
      socket.toFile().deleteOnExit();
      try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket));
        server.configureBlocking(false);
        return run(job, shares, first, server, socket);
      } finally {
        Files.deleteIfExists(socket);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new JobFailedException("Cannot run by mpi: " + e.getMessage(), e);
    }
  }

  private static <B, S extends Record> Rounds<S> run(
      MapReduce<B, S, ?> job,
      List<List<B>> shares,
      S first,
      ServerSocketChannel server,
      Path socket)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Mpi.command().orElseThrow().toString());
    command.addAll(
        List.of("-n", String.valueOf(shares.size()), "--oversubscribe", "--bind-to", "none"));
    command.addAll(WorkerJvm.command(MpiRank.class, MapReduce.class, job.getClass()));
    command.add(socket.toString());
    List<MpiChannel> ranks = new ArrayList<>();
    MpiChannel[] byNumber = new MpiChannel[shares.size()];
    try (WorkerJvm mpirun = WorkerJvm.start(command, ENVIRONMENT)) {
      try {
        byte[] sentJob = WorkerJvm.serialized(job);
        while (ranks.size() < shares.size()) {
          MpiChannel rank = accepted(server, mpirun);
          ranks.add(rank);
          int number = rank.readNumber();
          byNumber[number] = rank;
          rank.write(sentJob);
          rank.write(job.states().write(first));
          rank.write(shares.get(number).size());
          for (B block : shares.get(number)) {
            rank.write(job.blocks().write(block));
          }
        }
        Rounds<S> rounds = read(job, answer(byNumber[0]));
        mpirun.output(SECONDS_TO_LEAVE);
        return rounds;
      } catch (IOException e) {
        throw new JobFailedException(why(ranks, mpirun), e);
      } finally {
        for (MpiChannel rank : ranks) {
          rank.close(); // which ends the rank
        }
        mpirun.output(SECONDS_TO_LEAVE);
      }
    }
  }

  private static MpiChannel accepted(ServerSocketChannel server, WorkerJvm mpirun)
      throws IOException {
    while (true) {
      boolean isAlive = mpirun.isAlive();
      SocketChannel channel = server.accept();
      if (channel != null) {
        return new MpiChannel(channel);
      }
      if (!isAlive) {
        throw new IOException("mpirun has ended");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** The rest of an answer. */
  private static byte[] answer(MpiChannel rank) throws IOException {
    byte[] answer = rank.read();
    byte[] rest = Arrays.copyOfRange(answer, 1, answer.length);
    if (answer[0] == MpiRank.FAILED) {
      throw new JobFailedException(new String(rest, StandardCharsets.UTF_8));
    }
    return rest;
  }

  /** Why all have ended: what a rank says, or else mpirun. */
  private static String why(List<MpiChannel> ranks, WorkerJvm mpirun) {
    for (MpiChannel rank : ranks) {
      try {
        answer(rank);
      } catch (JobFailedException e) {
        return e.getMessage();
      } catch (IOException e) {
        // This one did not know.
      }
    }
    return "Cannot go on by mpi: a process died, and MPI ends all then (run again, or with"
        + " --transport zeromq, which goes on): mpirun: "
        + mpirun.lastWords();
  }

  private static <S extends Record> Rounds<S> read(MapReduce<?, S, ?> job, byte[] answer)
      throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(answer));
    long bytesMoved = in.readLong();
    int processes = in.readInt();
    long nanos = in.readLong();
    List<double[]> figures = new ArrayList<>();
    for (int rest = in.readInt(); rest > 0; rest--) {
      var ofRound = new double[in.readInt()];
      for (int i = 0; i < ofRound.length; i++) {
        ofRound[i] = Double.longBitsToDouble(in.readLong());
      }
      figures.add(ofRound);
    }
    return new Rounds<>(
        job.states().read(in.readAllBytes()), figures, bytesMoved, processes, nanos);
  }
}
