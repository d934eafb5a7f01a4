package dev.p3.patterns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(value = Hanging.MINUTES, unit = TimeUnit.MINUTES)
@Tag("no-spark")
class ZeroMqSocketsTest {
  private static final int MILLIS = 20;

  @Test
  void aMessageWithTheKeysArrives() {
    try (var sockets = new ZeroMqSockets();
        var context = new ZContext()) {
      ZMQ.Socket worker = worker(context, sockets);
      worker.sendMore(ZeroMqHeader.ready().bytes());
      worker.send(new byte[] {9});

      waitFor(3, sockets);
      assertThat(sockets.strangers()).isZero();
    }
  }

  @Test
  void aStrangerWithAKeyOfItsOwnIsRefusedAndCounted() {
    try (var sockets = new ZeroMqSockets();
        var context = new ZContext()) {
      ZMQ.Socket stranger = dealer(context, sockets.serverKey(), ZMQ.Curve.generateKeyPair());
      shout(stranger, sockets);
    }
  }

  @Test
  void aStrangerThatDoesNotKnowTheDriverIsRefusedAndCounted() {
    try (var sockets = new ZeroMqSockets();
        var context = new ZContext()) {
      String other = ZMQ.Curve.generateKeyPair().publicKey;
      shout(dealer(context, other, sockets.workerKeys()), sockets);
    }
  }

  @Test
  void aStrangerWithoutAKeyIsRefusedAndCounted() {
    try (var sockets = new ZeroMqSockets();
        var context = new ZContext()) {
      shout(context.createSocket(SocketType.DEALER), sockets);
    }
  }

  @Test
  void whatSpeaksAnotherProtocolIsCountedAndKeepsNobodyOut() throws IOException {
    try (var sockets = new ZeroMqSockets();
        var context = new ZContext();
        var stranger =
            new Socket("127.0.0.1", URI.create(sockets.ventilatorEndpoint()).getPort())) {
      stranger
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      ZMQ.Socket worker = worker(context, sockets);
      worker.sendMore(ZeroMqHeader.ready().bytes());
      worker.send(new byte[0]);

      waitFor(3, sockets);
      Hanging.until("a refusal", () -> sockets.strangers() == 1);
    }
  }

  @Test
  void twoRunsAtATimeHavePortsOfTheirOwn() {
    try (var one = new ZeroMqSockets();
        var other = new ZeroMqSockets()) {
      assertThat(
              Set.of(
                  one.ventilatorEndpoint(),
                  one.sinkEndpoint(),
                  other.ventilatorEndpoint(),
                  other.sinkEndpoint()))
          .hasSize(4);
    }
  }

  private static ZMQ.Socket worker(ZContext context, ZeroMqSockets sockets) {
    return ZeroMqSockets.connected(
        context,
        SocketType.DEALER,
        3,
        sockets.ventilatorEndpoint(),
        sockets.serverKey(),
        sockets.workerKeys());
  }

  private static ZMQ.Socket dealer(ZContext context, String serverKey, ZMQ.Curve.KeyPair keys) {
    ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
    ZeroMqSockets.withKeys(socket, serverKey, keys);
    return socket;
  }

  private static void shout(ZMQ.Socket stranger, ZeroMqSockets sockets) {
    stranger.setLinger(0);
    stranger.connect(sockets.ventilatorEndpoint());
    stranger.sendMore(ZeroMqHeader.ready().bytes());
    stranger.send(new byte[] {9});
    waitForRefusal(sockets);
  }

  /** Waits for a message, which may come from this worker alone. */
  private static void waitFor(int worker, ZeroMqSockets sockets) {
    Hanging.until(
        "a message",
        () -> {
          Optional<ZeroMqSockets.Message> message = sockets.receive(MILLIS);
          message.ifPresent(come -> assertThat(come.from()).isEqualTo(worker));
          return message.isPresent();
        });
  }

  private static void waitForRefusal(ZeroMqSockets sockets) {
    Hanging.until(
        "a refusal",
        () -> {
          assertThat(sockets.receive(MILLIS)).isEmpty();
          return sockets.strangers() > 0;
        });
  }
}
