package dev.p3.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;

/**
 * One of the ranks of a run, connected with those that it exchanges partials with. Combines by
 * recursive doubling: in step {@code i} rank {@code r} exchanges with {@code r xor 2^i}, so that
 * after log2(n) steps all have the total (R. Thakur, R. Rabenseifner and W. Gropp, "Optimization of
 * Collective Communication Operations in MPICH", 2005). Ranks beyond the greatest power of two hand
 * theirs to a rank within first, and get the total from it at last.
 */
final class Ranks implements Closeable {
  private static final int LOOK_MILLIS = 500;

  private final int rank;
  private final int size;
  private final int power;
  private final Link driver;
  private final Link[] peers;
  private final byte[] state;
  private long bytesSent;

  private Ranks(int rank, int size, Link driver, Link[] peers, byte[] state) {
    this.rank = rank;
    this.size = size;
    this.power = Integer.highestOneBit(size);
    this.driver = driver;
    this.peers = peers;
    this.state = state;
  }

  /** What a rank has to know to meet the others. */
  record Meeting(
      int rank,
      int size,
      int attempt,
      InetSocketAddress rendezvous,
      byte[] secret,
      BooleanSupplier isCancelled) {}

  /** Meets the others at the rendezvous and connects with them. */
  static Ranks meet(Meeting meeting, String host) throws IOException {
    Link driver =
        Link.to(meeting.rendezvous(), meeting.secret(), meeting.attempt(), meeting.isCancelled());
    try (var server = new ServerSocket(0, meeting.size(), InetAddress.getByName(host))) {
      String mine = meeting.rank() + " " + host + ":" + server.getLocalPort();
      driver.send(mine.getBytes(StandardCharsets.UTF_8));
      String[] addresses = new String(driver.receive(), StandardCharsets.UTF_8).split(" ");
      byte[] state = driver.receive();
      Link[] peers = connected(meeting, server, addresses);
      return new Ranks(meeting.rank(), meeting.size(), driver, peers, state);
    } catch (IOException e) {
      driver.close();
      throw e;
    }
  }

  /** Of two peers the one of the greater rank connects. */
  private static Link[] connected(Meeting meeting, ServerSocket server, String[] addresses)
      throws IOException {
    var peers = new Link[meeting.size()];
    int expected = 0;
    for (int peer = 0; peer < peers.length; peer++) {
      if (!arePeers(meeting.rank(), peer, meeting.size())) {
        continue;
      }
      if (peer < meeting.rank()) {
        int colon = addresses[peer].lastIndexOf(':');
        var address =
            new InetSocketAddress(
                addresses[peer].substring(0, colon),
                Integer.parseInt(addresses[peer].substring(colon + 1)));
        peers[peer] = Link.to(address, meeting.secret(), meeting.rank(), meeting.isCancelled());
      } else {
        expected++;
      }
    }
    server.setSoTimeout(LOOK_MILLIS);
    while (expected > 0) {
      try {
        Optional<Link> link = unlessStranger(server.accept(), meeting);
        if (link.isPresent()) {
          peers[link.get().told()] = link.get();
          expected--;
        }
      } catch (SocketTimeoutException e) {
        if (meeting.isCancelled().getAsBoolean()) {
          throw e;
        }
      }
    }
    return peers;
  }

  /** A peer that fails here is found out about by its task. */
  private static Optional<Link> unlessStranger(Socket socket, Meeting meeting) {
    try {
      return Optional.of(
          Link.from(socket, meeting.secret(), meeting.rank(), meeting.isCancelled()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean arePeers(int one, int other, int size) {
    int power = Integer.highestOneBit(size);
    if (one >= power || other >= power) {
      return Math.abs(one - other) == power;
    }
    return Integer.bitCount(one ^ other) == 1;
  }

  /** The state to begin with. */
  byte[] state() {
    return state;
  }

  /** Bytes sent by this rank so far. */
  long bytesSent() {
    return bytesSent;
  }

  /**
   * Tells the driver; does not wait for it.
   *
   * @param reached a state; at least a byte
   */
  void report(byte[] reached) throws IOException {
    if (reached.length == 0) {
      throw new IllegalStateException("Cannot report a state that travels without a byte");
    }
    driver.send(reached);
    bytesSent += reached.length;
  }

  /** Waits until the driver has all that was reported. */
  void end() throws IOException {
    driver.send(new byte[0]);
    driver.receive();
  }

  /**
   * The partials of all ranks, combined; all ranks call it the same number of times.
   *
   * @param combine may change and return its first argument
   */
  <P> P total(P mine, Wire<P> wire, BinaryOperator<P> combine) throws IOException {
    if (rank >= power) {
      send(rank - power, wire.write(mine));
      return wire.read(peers[rank - power].receive());
    }
    P total = mine;
    if (rank + power < size) {
      total = combine.apply(total, wire.read(peers[rank + power].receive()));
    }
    for (int bit = 1; bit < power; bit <<= 1) {
      int peer = rank ^ bit;
      send(peer, wire.write(total));
      total = combine.apply(total, wire.read(peers[peer].receive()));
    }
    if (rank + power < size) {
      send(rank + power, wire.write(total));
    }
    return total;
  }

  private void send(int peer, byte[] bytes) throws IOException {
    peers[peer].send(bytes);
    bytesSent += bytes.length;
  }

  @Override
  public void close() throws IOException {
    driver.close();
    for (Link peer : peers) {
      if (peer != null) {
        peer.close();
      }
    }
  }
}
