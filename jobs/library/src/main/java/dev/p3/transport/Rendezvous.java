package dev.p3.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Where the ranks of a barrier stage meet: a socket of the driver. Each rank tells where it
 * listens; when all are there, each gets the addresses of all and the state to begin with, which is
 * that of the last round that any attempt has finished. Rank 0 then reports the state of every
 * round. At last each rank sends nothing, and is sent nothing when all that it reported has
 * arrived. (Spark's own {@code barrier()} and {@code allGather} poll, and cost a second each.)
 *
 * <p>Thread-safe.
 */
final class Rendezvous implements Closeable {
  private static final int WAITING = 200;

  private final ServerSocket server;
  private final int ranks;
  private final byte[] secret;
  private final Consumer<byte[]> reports;
  private final AtomicInteger strangers = new AtomicInteger();
  private final Map<Integer, Map<Integer, Arrived>> arrivedByAttempt = new HashMap<>();
  private final List<Link> links = new ArrayList<>();
  private byte[] state;
  private int newest = -1;

  private record Arrived(Link link, String address) {}

  /**
   * Listens at once.
   *
   * @param host the driver's, as executors reach it
   * @param state to begin with
   * @param reports takes the state of each round; called by one thread at a time
   */
  Rendezvous(String host, int ranks, byte[] secret, byte[] state, Consumer<byte[]> reports)
      throws IOException {
    this.server = new ServerSocket(0, WAITING, InetAddress.getByName(host));
    this.ranks = ranks;
    this.secret = secret;
    this.state = state;
    this.reports = reports;
    start(this::accept, "p3 rendezvous");
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** How many connections were dropped because they did not know the secret. */
  int strangers() {
    return strangers.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        start(() -> meet(socket), "p3 rendezvous of a rank");
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        strangers.incrementAndGet();
      }
    }
  }

  private void meet(Socket socket) {
    Link link;
    try {
      link = Link.from(socket, secret, 0, server::isClosed);
    } catch (IOException e) {
      strangers.incrementAndGet();
      return;
    }
    try (link) {
      int attempt = link.told();
      String[] words = new String(link.receive(), StandardCharsets.UTF_8).split(" ", 2);
      int rank = Integer.parseInt(words[0]);
      arrive(attempt, rank, new Arrived(link, words[1]));
      byte[] received = link.receive();
      while (received.length > 0) {
        report(attempt, received);
        received = link.receive();
      }
      link.send(received);
    } catch (IOException e) {
      return; // the rank is done, or lost: Spark knows
    }
  }

  private synchronized void arrive(int attempt, int rank, Arrived arrived) throws IOException {
    links.add(arrived.link());
    newest = Math.max(newest, attempt);
    Map<Integer, Arrived> there = arrivedByAttempt.computeIfAbsent(attempt, any -> new HashMap<>());
    there.put(rank, arrived);
    if (there.size() < ranks) {
      return;
    }
    var addresses = new ArrayList<String>();
    for (int i = 0; i < ranks; i++) {
      addresses.add(there.get(i).address());
    }
    for (Arrived each : there.values()) {
      each.link().send(String.join(" ", addresses).getBytes(StandardCharsets.UTF_8));
      each.link().send(state);
    }
  }

  /** What a rank of an earlier attempt says late is known already. */
  private synchronized void report(int attempt, byte[] reported) {
    if (attempt == newest) {
      state = reported;
      reports.accept(reported);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    synchronized (this) {
      for (Link link : links) {
        link.close();
      }
    }
  }

  private static void start(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
