package dev.p3.patterns.transport;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.zeromq.SocketType;
import org.zeromq.ZAuth;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMonitor;
import org.zeromq.ZMsg;

/**
 * The driver's two sockets, on free ports of the loopback address: the ventilator gives out work,
 * the sink takes results. Both speak CURVE (<a href="https://rfc.zeromq.org/spec/26/">RFC 26</a>)
 * with keys made for them alone: the driver's own, and one that it hands to its workers. Whoever
 * lacks them is refused and counted. One thread uses it.
 */
final class ZeroMqSockets implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MILLIS_UNTIL_ROUSED = 100;

  private final ZMQ.Curve.KeyPair server = ZMQ.Curve.generateKeyPair();
  private final ZMQ.Curve.KeyPair worker = ZMQ.Curve.generateKeyPair();
  private final AtomicLong refused = new AtomicLong();
  private final Map<ZMonitor.Event, Long> events = new EnumMap<>(ZMonitor.Event.class);
  private final ZContext context = new ZContext();
  private final ZAuth auth;
  private final ZMQ.Socket ventilator;
  private final ZMQ.Socket sink;
  private final ZMonitor[] monitors;
  private final ZMQ.Poller poller;

  /**
   * A message that has come in.
   *
   * @param from the worker's number
   */
  record Message(int from, ZeroMqHeader header, byte[] content) {}

  ZeroMqSockets() {
    auth = new ZAuth(context, "workers", Map.of(ZMQ.Socket.Mechanism.CURVE.name(), new OneKey()));
    // Not mandatory: a message to a worker that has died is dropped, and the work redone.
    ventilator = bound(SocketType.ROUTER);
    sink = bound(SocketType.PULL);
    monitors = new ZMonitor[] {monitor(ventilator), monitor(sink)};
    ventilator.bind("tcp://" + LOOPBACK + ":*");
    sink.bind("tcp://" + LOOPBACK + ":*");
    poller = context.createPoller(2);
    poller.register(ventilator, ZMQ.Poller.POLLIN);
    poller.register(sink, ZMQ.Poller.POLLIN);
  }

  private ZMQ.Socket bound(SocketType type) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setLinger(0);
    socket.setSendTimeOut(0);
    socket.setCurveServer(true);
    socket.setCurvePublicKey(ZMQ.Curve.z85Decode(server.publicKey));
    socket.setCurveSecretKey(ZMQ.Curve.z85Decode(server.secretKey));
    socket.setZAPDomain("workers");
    return socket;
  }

  private ZMonitor monitor(ZMQ.Socket socket) {
    var monitor = new ZMonitor(context, socket);
    monitor.add(
        ZMonitor.Event.ACCEPTED,
        ZMonitor.Event.HANDSHAKE_PROTOCOL,
        ZMonitor.Event.HANDSHAKE_FAILED_PROTOCOL,
        ZMonitor.Event.DISCONNECTED);
    return monitor.start();
  }

  String ventilatorEndpoint() {
    return ventilator.getLastEndpoint();
  }

  String sinkEndpoint() {
    return sink.getLastEndpoint();
  }

  String serverKey() {
    return server.publicKey;
  }

  ZMQ.Curve.KeyPair workerKeys() {
    return worker;
  }

  /** Sends to a worker, or drops it when the worker is not there. */
  void send(int worker, ZeroMqHeader header, byte[] content) {
    ventilator.sendMore(identity(worker));
    ventilator.sendMore(header.bytes());
    ventilator.send(content);
  }

  /** Waits for a message so long at most; strangers' are dropped and counted. */
  Optional<Message> receive(int millis) {
    poller.poll(millis);
    if (poller.pollin(1)) {
      return message(ZMsg.recvMsg(sink, ZMQ.DONTWAIT))
          .map(message -> new Message(message.header.number(), message.header, message.content));
    }
    if (poller.pollin(0)) {
      ZMsg message = ZMsg.recvMsg(ventilator, ZMQ.DONTWAIT);
      int from = number(message.pop().getData());
      return message(message).map(known -> new Message(from, known.header, known.content));
    }
    return Optional.empty();
  }

  private Optional<Message> message(ZMsg message) {
    if (message.size() == 2) {
      Optional<ZeroMqHeader> header = ZeroMqHeader.of(message.pop().getData());
      if (header.isPresent()) {
        return Optional.of(new Message(-1, header.get(), message.pop().getData()));
      }
    }
    refused.incrementAndGet();
    return Optional.empty();
  }

  /**
   * A worker's socket, connected: waits until the two sides have greeted each other.
   *
   * <p>JeroMQ 0.6.0 now and then forgets to watch a connection that it has just made, when a
   * command comes in at the same time; the connection then says nothing until something makes
   * JeroMQ go through its list of connections. So nothing is sent meanwhile, and a socket that
   * listens for a moment makes it go through the list.
   *
   * @param serverKey the driver's public key
   * @param keys those that workers are given
   */
  static ZMQ.Socket connected(
      ZContext context,
      SocketType type,
      int worker,
      String endpoint,
      String serverKey,
      ZMQ.Curve.KeyPair keys) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setIdentity(identity(worker));
    withKeys(socket, serverKey, keys);
    try (var monitor = new ZMonitor(context, socket)) {
      monitor.add(ZMonitor.Event.HANDSHAKE_PROTOCOL);
      monitor.start();
      socket.connect(endpoint);
      while (monitor.nextEvent(MILLIS_UNTIL_ROUSED) == null) {
        try (ZMQ.Socket rouser = context.createSocket(SocketType.PAIR)) {
          rouser.bind("tcp://" + LOOPBACK + ":*");
        }
      }
    }
    return socket;
  }

  /** Makes a socket a client of the driver's. */
  static void withKeys(ZMQ.Socket socket, String serverKey, ZMQ.Curve.KeyPair keys) {
    socket.setCurveServerKey(ZMQ.Curve.z85Decode(serverKey));
    socket.setCurvePublicKey(ZMQ.Curve.z85Decode(keys.publicKey));
    socket.setCurveSecretKey(ZMQ.Curve.z85Decode(keys.secretKey));
  }

  /** How a worker is addressed. */
  static byte[] identity(int worker) {
    return String.format(Locale.ROOT, "worker %d", worker).getBytes(ZMQ.CHARSET);
  }

  private static int number(byte[] identity) {
    String text = new String(identity, ZMQ.CHARSET);
    try {
      return Integer.parseInt(text.substring(text.indexOf(' ') + 1));
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE; // nobody's
    }
  }

  /**
   * How many connections and messages of strangers there were, none of which was heeded: with a
   * wrong key, without one, or of another protocol.
   */
  long strangers() {
    for (ZMonitor monitor : monitors) {
      for (ZMonitor.ZEvent event = monitor.nextEvent(false);
          event != null;
          event = monitor.nextEvent(false)) {
        events.merge(event.type, 1L, Long::sum);
      }
    }
    long withoutGreeting =
        count(ZMonitor.Event.ACCEPTED) - count(ZMonitor.Event.HANDSHAKE_PROTOCOL);
    return refused.get()
        + count(ZMonitor.Event.HANDSHAKE_FAILED_PROTOCOL)
        + Math.max(0, Math.min(withoutGreeting, count(ZMonitor.Event.DISCONNECTED)));
  }

  private long count(ZMonitor.Event event) {
    return events.getOrDefault(event, 0L);
  }

  @Override
  public void close() {
    for (ZMonitor monitor : monitors) {
      monitor.close();
    }
    auth.close();
    context.close();
  }

  /** Lets in those who have the key that workers are given. */
  private final class OneKey implements ZAuth.Auth {
    @Override
    public boolean configure(ZMsg message, boolean isVerbose) {
      return true;
    }

    @Override
    public boolean authorize(ZAuth.ZapRequest request, boolean isVerbose) {
      boolean isWorker = worker.publicKey.equals(request.clientKey);
      if (!isWorker) {
        refused.incrementAndGet();
      }
      return isWorker;
    }
  }
}
