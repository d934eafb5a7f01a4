package dev.p3.patterns.transport;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/**
 * What connects the driver with one rank: a socket in a folder that only this user can enter.
 * Values go as their length in four bytes, then their bytes. One thread reads while another may
 * write.
 */
final class MpiChannel implements AutoCloseable {
  private final SocketChannel channel;
  private final DataInputStream in;

  MpiChannel(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
  }

  void write(byte[] value) throws IOException {
    // Not by a stream of the channel: that would wait for a thread that reads.
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).putInt(0, value.length);
    for (ByteBuffer bytes : new ByteBuffer[] {length, ByteBuffer.wrap(value)}) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  void write(int number) throws IOException {
    write(ByteBuffer.allocate(Integer.BYTES).putInt(0, number).array());
  }

  /** The next value. */
  byte[] read() throws IOException {
    var value = new byte[in.readInt()];
    in.readFully(value);
    return value;
  }

  int readNumber() throws IOException {
    byte[] value = read();
    if (value.length != Integer.BYTES) {
      throw new EOFException("Not a number: " + value.length + " bytes");
    }
    return ByteBuffer.wrap(value).getInt();
  }

  InputStream input() {
    return in;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
