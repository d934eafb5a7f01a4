package dev.p3.transport;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A connection between two processes of a run, over which arrays of bytes go. Not thread-safe, but
 * one thread may send while another receives.
 */
final class Link implements Closeable {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int LOOK_MILLIS = 500;
  private static final int HANDSHAKE_MILLIS = 5_000;
  private static final int BUFFER = 1 << 16;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final int told;

  private Link(
      Socket socket, byte[] secret, boolean accepts, int number, BooleanSupplier isCancelled)
      throws IOException {
    this.socket = socket;
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.setSoTimeout(LOOK_MILLIS);
      long deadline = System.nanoTime() + HANDSHAKE_MILLIS * 1_000_000L;
      var patient = new Patient(socket.getInputStream());
      patient.isCancelled = () -> System.nanoTime() > deadline || isCancelled.getAsBoolean();
      this.in = new DataInputStream(new BufferedInputStream(patient, BUFFER));
      this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
      this.told = Handshake.with(in, out, secret, accepts, number);
      patient.isCancelled = isCancelled;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Connects, and tells the other side a number.
   *
   * @param isCancelled asked now and then while waiting, which ends when it is true
   */
  static Link to(InetSocketAddress address, byte[] secret, int number, BooleanSupplier isCancelled)
      throws IOException {
    var socket = new Socket();
    try {
      socket.connect(address, CONNECT_MILLIS);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return new Link(socket, secret, false, number, isCancelled);
  }

  /**
   * Takes a connection.
   *
   * @throws IOException when it is a stranger's; it is closed then
   */
  static Link from(Socket accepted, byte[] secret, int number, BooleanSupplier isCancelled)
      throws IOException {
    return new Link(accepted, secret, true, number, isCancelled);
  }

  /** The number that the other side told. */
  int told() {
    return told;
  }

  void send(byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  byte[] receive() throws IOException {
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Goes on reading after a time-out, so that waiting can end when nobody wants it any more. */
  private static final class Patient extends FilterInputStream {
    private volatile BooleanSupplier isCancelled = () -> false;

    Patient(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (true) {
        try {
          return super.read(bytes, offset, length);
        } catch (SocketTimeoutException e) {
          if (isCancelled.getAsBoolean()) {
            throw e;
          }
        }
      }
    }
  }
}
