package dev.p3.transport;

import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Starts worker processes and takes their connections. Not thread-safe. */
final class WorkerServer implements AutoCloseable {
  private static final int LOOK_MILLIS = 200;
  private static final int START_SECONDS = 60;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final byte[] secret = Handshake.secret();
  private final Map<Integer, Link> arrived = new HashMap<>();
  private int started;

  WorkerServer() throws IOException {
    server.setSoTimeout(LOOK_MILLIS);
  }

  /** Starts a process; it connects when it is ready. */
  Worker start() throws IOException {
    int number = started++;
    WorkerJvm jvm =
        WorkerJvm.start(WorkerJvm.command(WorkerProcess.class, MapReduce.class), Map.of());
    try {
      // Not among the arguments, which every user of the machine sees.
      String lines =
          server.getLocalPort() + "\n" + number + "\n" + HexFormat.of().formatHex(secret) + "\n";
      jvm.input().write(lines.getBytes(StandardCharsets.UTF_8));
      jvm.input().flush();
    } catch (IOException e) {
      jvm.close();
      throw e;
    }
    return new Worker(number, jvm);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** One process. */
  final class Worker {
    private final int number;
    private final WorkerJvm jvm;
    private Link link;

    private Worker(int number, WorkerJvm jvm) {
      this.number = number;
      this.jvm = jvm;
    }

    Link link() {
      return link;
    }

    void connect() throws IOException {
      long deadline = System.nanoTime() + START_SECONDS * 1_000_000_000L;
      while (!arrived.containsKey(number)) {
        if (!jvm.isAlive() || System.nanoTime() > deadline) {
          throw new IOException("a process did not start: " + printed());
        }
        try {
          Socket socket = server.accept();
          Link accepted = Link.from(socket, secret, 0, () -> !jvm.isAlive());
          arrived.put(accepted.told(), accepted);
        } catch (SocketTimeoutException e) {
          // Look whether it is alive.
        } catch (IOException e) {
          // A stranger.
        }
      }
      link = arrived.remove(number);
    }

    <B> void load(MapReduce<B, ?, ?> job, List<B> blocks) throws IOException {
      link.send(WorkerJvm.serialized(job));
      link.send(ByteBuffer.allocate(Integer.BYTES).putInt(blocks.size()).array());
      for (B block : blocks) {
        link.send(job.blocks().write(block));
      }
    }

    /**
     * The partial that the process sends.
     *
     * @throws JobFailedException when a function of the job failed there
     */
    byte[] answer() throws IOException {
      byte[] answer = link.receive();
      byte[] content = Arrays.copyOfRange(answer, 1, answer.length);
      if (answer[0] == WorkerProcess.FAILED) {
        throw new JobFailedException(new String(content, StandardCharsets.UTF_8));
      }
      return content;
    }

    /** The last lines that it printed. */
    private String printed() {
      return jvm.output(0).replace("\n", " | ");
    }

    String lastWords(IOException e) {
      String printed = printed();
      return printed.isEmpty() ? String.valueOf(e.getMessage()) : printed;
    }

    void close() {
      try {
        if (link != null) {
          link.close();
        }
      } catch (IOException e) {
        return; // it is closed
      } finally {
        jvm.close();
      }
    }
  }
}
