package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.transport.MapReduce;
import dev.p3.transport.Rounds;
import dev.p3.transport.WorkerJvm;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the processes that {@code mpirun} starts for {@link MpiTransport}. It fetches its blocks
 * from the driver, does all rounds with the other ranks, and the first of them says what they came
 * to.
 */
final class MpiRank<B, S extends Record, P> {
  /** First byte of an answer. */
  static final byte DONE = 0;

  /** First byte of an answer: its rest is a message. */
  static final byte FAILED = 1;

  private final MapReduce<B, S, P> job;
  private final Mpi mpi;
  private long bytesMoved;

  private MpiRank(MapReduce<B, S, P> job, Mpi mpi) {
    this.job = job;
    this.mpi = mpi;
  }

  /**
   * Runs one rank to the job's end.
   *
   * @param args the driver's socket
   */
  public static void main(String[] args) throws IOException, ClassNotFoundException {
    var address = UnixDomainSocketAddress.of(Path.of(args[0]));
    var mpi = new Mpi();
    try (var driver = new MpiChannel(SocketChannel.open(address))) {
      driver.write(mpi.rank());
      var job = (MapReduce<?, ?, ?>) WorkerJvm.deserialized(driver.read());
      try {
        new MpiRank<>(job, mpi).work(driver);
      } catch (RuntimeException e) {
        String why = e instanceof JobFailedException ? e.getMessage() : e.toString();
        driver.write(answer(FAILED, why.getBytes(StandardCharsets.UTF_8)));
        Runtime.getRuntime().halt(1); // the others wait for this rank: all have to end
      }
      mpi.close();
    }
  }

  private void work(MpiChannel driver) throws IOException {
    S first = job.states().read(driver.read());
    List<B> blocks = new ArrayList<>();
    for (int rest = driver.readNumber(); rest > 0; rest--) {
      blocks.add(job.blocks().read(driver.read()));
    }
    WorkerJvm.endWith(driver.input());
    int ranks = mpi.size();
    mpi.await();
    Rounds<S> rounds = Rounds.run(job, first, state -> round(blocks, state));
    if (mpi.rank() == 0) {
      driver.write(answer(DONE, written(rounds.moved(ranks == 1 ? 0 : ranks * bytesMoved, ranks))));
    }
  }

  private P round(List<B> blocks, S state) {
    P own = Shares.total(job, blocks, state);
    if (job.addsUp(state) && own instanceof long[] numbers) {
      mpi.addUp(numbers);
      bytesMoved += (long) numbers.length * Long.BYTES;
      return own;
    }
    byte[] bytes = job.partials().write(own);
    bytesMoved += bytes.length;
    P total = job.zero(state);
    for (byte[] partial : mpi.gather(bytes)) {
      total = job.combine(total, job.partials().read(partial), state);
    }
    return total;
  }

  private byte[] written(Rounds<S> rounds) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeLong(rounds.bytesMoved());
    out.writeInt(rounds.processes());
    out.writeLong(rounds.nanos());
    out.writeInt(rounds.count());
    for (double[] figures : rounds.figures()) {
      out.writeInt(figures.length);
      for (double figure : figures) {
        out.writeLong(Double.doubleToRawLongBits(figure));
      }
    }
    out.write(job.states().write(rounds.last()));
    return bytes.toByteArray();
  }

  private static byte[] answer(byte kind, byte[] rest) {
    var answer = new byte[1 + rest.length];
    answer[0] = kind;
    System.arraycopy(rest, 0, answer, 1, rest.length);
    return answer;
  }
}
