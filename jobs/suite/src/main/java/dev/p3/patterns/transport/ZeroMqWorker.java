package dev.p3.patterns.transport;

import dev.p3.fault.JobFailedException;
import dev.p3.patterns.transport.ZeroMqHeader.Kind;
import dev.p3.transport.MapReduce;
import dev.p3.transport.WorkerJvm;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A worker of {@link ZeroMqTransport}, in a JVM of its own: fetches the blocks of a share when it
 * is first asked to map it, one at a time, and keeps them. It learns where the driver is, the keys
 * and the computation from its standard input, which nobody else sees, and ends with that.
 */
final class ZeroMqWorker<B, S extends Record, P> {
  private static final int MILLIS_UNTIL_ASKED_AGAIN = 1000;

  private final MapReduce<B, S, P> job;
  private final int number;
  private final ZMQ.Socket ventilator;
  private final ZMQ.Socket sink;
  private final Map<Integer, List<B>> shares = new HashMap<>();
  private final Map<Integer, Task> tasks = new HashMap<>();

  private record Task(ZeroMqHeader header, byte[] state) {}

  /** What a worker needs to know, as the driver writes it. */
  record Setting(
      int number,
      String ventilator,
      String sink,
      String serverKey,
      String publicKey,
      String secretKey,
      byte[] job) {

    void write(DataOutputStream out) throws IOException {
      out.writeInt(number);
      for (String text : List.of(ventilator, sink, serverKey, publicKey, secretKey)) {
        out.writeUTF(text);
      }
      out.writeInt(job.length);
      out.write(job);
      out.flush();
    }

    static Setting read(DataInputStream in) throws IOException {
      return new Setting(
          in.readInt(),
          in.readUTF(),
          in.readUTF(),
          in.readUTF(),
          in.readUTF(),
          in.readUTF(),
          in.readNBytes(in.readInt()));
    }
  }

  private ZeroMqWorker(MapReduce<B, S, P> job, ZContext context, Setting setting) {
    this.job = job;
    this.number = setting.number();
    this.ventilator = connected(context, SocketType.DEALER, setting.ventilator(), setting);
    this.sink = connected(context, SocketType.PUSH, setting.sink(), setting);
  }

  /** Runs until standard input ends. */
  public static void main(String[] args) throws IOException, ClassNotFoundException {
    var in = new DataInputStream(System.in);
    Setting setting = Setting.read(in);
    WorkerJvm.endWith(in);
    var job = (MapReduce<?, ?, ?>) WorkerJvm.deserialized(setting.job());
    try (var context = new ZContext()) {
      new ZeroMqWorker<>(job, context, setting).work();
    }
  }

  private static ZMQ.Socket connected(
      ZContext context, SocketType type, String endpoint, Setting setting) {
    ZMQ.Socket socket =
        ZeroMqSockets.connected(
            context,
            type,
            setting.number(),
            endpoint,
            setting.serverKey(),
            new ZMQ.Curve.KeyPair(setting.publicKey(), setting.secretKey()));
    socket.setReceiveTimeOut(MILLIS_UNTIL_ASKED_AGAIN);
    return socket;
  }

  private void work() {
    send(ventilator, ZeroMqHeader.ready(), new byte[0]);
    while (true) {
      mapWhatIsThere();
      byte[] header = ventilator.recv();
      if (header == null) {
        tasks.values().forEach(this::want);
      } else {
        take(ZeroMqHeader.of(header).orElseThrow(), ventilator.recv());
      }
    }
  }

  private void take(ZeroMqHeader header, byte[] content) {
    List<B> share = shares.computeIfAbsent(header.share(), absent -> new ArrayList<>());
    if (header.kind() == Kind.MAP) {
      var task = new Task(header, content);
      tasks.put(header.share(), task);
      want(task);
    } else if (header.number() == share.size()) { // not one that came twice
      share.add(job.blocks().read(content));
      Task task = tasks.get(header.share());
      if (task != null) {
        want(task);
      }
    }
  }

  /** Asks for the next block of a share that is not whole. */
  private void want(Task task) {
    int next = shares.get(task.header().share()).size();
    if (next < task.header().number()) {
      var header = new ZeroMqHeader(Kind.WANT, task.header().round(), task.header().share(), next);
      send(ventilator, header, new byte[0]);
    }
  }

  private void mapWhatIsThere() {
    for (Iterator<Task> waiting = tasks.values().iterator(); waiting.hasNext(); ) {
      Task task = waiting.next();
      List<B> share = shares.get(task.header().share());
      if (share.size() == task.header().number()) {
        waiting.remove();
        map(task, share);
      }
    }
  }

  private void map(Task task, List<B> share) {
    ZeroMqHeader asked = task.header();
    try {
      byte[] partial = new byte[0];
      if (asked.round() > 0) {
        S state = job.states().read(task.state());
        partial = job.partials().write(Shares.total(job, share, state));
      }
      send(sink, new ZeroMqHeader(Kind.PARTIAL, asked.round(), asked.share(), number), partial);
    } catch (RuntimeException e) {
      String why = e instanceof JobFailedException ? e.getMessage() : e.toString();
      var header = new ZeroMqHeader(Kind.FAILED, asked.round(), asked.share(), number);
      send(sink, header, why.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void send(ZMQ.Socket socket, ZeroMqHeader header, byte[] content) {
    socket.sendMore(header.bytes());
    socket.send(content);
  }
}
