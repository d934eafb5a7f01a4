package dev.p3.patterns.serialize;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet file in memory. */
@SuppressWarnings("ArrayRecordComponent") // wraps the bytes; never compared
record MemoryInput(byte[] bytes) implements InputFile {
  @Override
  public long getLength() {
    return bytes.length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Seekable(new Positioned(bytes));
  }

  private static final class Positioned extends ByteArrayInputStream {
    Positioned(byte[] bytes) {
      super(bytes);
    }

    int position() {
      return pos;
    }

    void position(long position) {
      pos = Math.toIntExact(position);
    }
  }

  private static final class Seekable extends DelegatingSeekableInputStream {
    private final Positioned bytes;

    Seekable(Positioned bytes) {
      super(bytes);
      this.bytes = bytes;
    }

    @Override
    public long getPos() {
      return bytes.position();
    }

    @Override
    public void seek(long position) {
      bytes.position(position);
    }
  }
}
