package dev.p3.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a process of {@link ProcessesTransport} does: holds blocks, and maps them each round. */
final class WorkerProcess {
  static final byte DONE = 0;
  static final byte FAILED = 1;

  private WorkerProcess() {}

  /** Reads port, number and secret from standard input, and ends when that does. */
  public static void main(String[] arguments) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int port = Integer.parseInt(in.readLine());
    int number = Integer.parseInt(in.readLine());
    byte[] secret = HexFormat.of().parseHex(in.readLine());
    WorkerJvm.endWith(System.in);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Link driver = Link.to(address, secret, number, () -> false)) {
      serve(driver);
    }
  }

  private static void serve(Link driver) throws IOException, ClassNotFoundException {
    MapReduce<Object, ?, Object> job = job(driver.receive());
    int count = ByteBuffer.wrap(driver.receive()).getInt();
    var blocks = new ArrayList<Object>();
    for (int i = 0; i < count; i++) {
      blocks.add(job.blocks().read(driver.receive()));
    }
    while (true) {
      driver.send(answer(job, blocks, driver.receive()));
    }
  }

  @SuppressWarnings("unchecked") // from the driver, which has proved itself
  private static MapReduce<Object, ?, Object> job(byte[] bytes)
      throws IOException, ClassNotFoundException {
    return (MapReduce<Object, ?, Object>) WorkerJvm.deserialized(bytes);
  }

  private static <S extends Record> byte[] answer(
      MapReduce<Object, S, Object> job, List<Object> blocks, byte[] bytes) {
    byte tag = DONE;
    byte[] content;
    try {
      S state = job.states().read(bytes);
      Object total = job.zero(state);
      for (Object block : blocks) {
        total = job.combine(total, job.map(block, state), state);
      }
      content = job.partials().write(total);
    } catch (RuntimeException e) {
      tag = FAILED;
      content = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
    }
    return ByteBuffer.allocate(1 + content.length).put(tag).put(content).array();
  }
}
