package dev.p3.run;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The bundled samples as files of Hadoop, read from the jar by each process that reads them: so
 * driver and executors need no disk that all of them reach. Nothing can be written.
 *
 * <p>Hadoop makes one by its name: {@code spark.hadoop.fs.p3-sample.impl}. Cost: each open file is
 * held in memory, as small as samples are.
 */
public final class SampleFileSystem extends FileSystem {
  /** Begins the paths of samples, for example {@code p3-sample:/moby-dick/moby-dick.txt}. */
  public static final String SCHEME = "p3-sample";

  /** Names this class in the configuration of Hadoop. */
  public static final String KEY = "fs." + SCHEME + ".impl";

  private static final URI ROOT = URI.create(SCHEME + ":/");
  private static final int BLOCK_BYTES = 128 << 20;

  @Override
  public void initialize(URI name, Configuration hadoop) throws IOException {
    super.initialize(name, hadoop);
    setConf(hadoop);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  /** A sample of this or of another jar, whose class loader the thread has. */
  static InputStream sample(String name) throws FileNotFoundException {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = ofThread == null ? SampleFileSystem.class.getClassLoader() : ofThread;
    InputStream sample =
        name.isEmpty() || name.endsWith("/") ? null : loader.getResourceAsStream("samples/" + name);
    if (sample == null) {
      throw new FileNotFoundException("There is no sample '" + name + "'");
    }
    return sample;
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream sample = sample(file.toUri().getPath().replaceFirst("^/+", ""))) {
      return sample.readAllBytes();
    }
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    return new FSDataInputStream(new Bytes(bytes(file)));
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    Path qualified = makeQualified(file);
    return new FileStatus(bytes(file).length, false, 1, BLOCK_BYTES, 0, qualified);
  }

  @Override
  public FileStatus[] listStatus(Path file) throws IOException {
    return new FileStatus[] {getFileStatus(file)};
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(ROOT);
  }

  @Override
  public void setWorkingDirectory(Path directory) {
    // names of samples have no beginning that could be left out
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    throw readOnly(file);
  }

  @Override
  public FSDataOutputStream append(Path file, int bufferSize, Progressable progress)
      throws IOException {
    throw readOnly(file);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    throw readOnly(from);
  }

  @Override
  public boolean delete(Path file, boolean recursive) throws IOException {
    throw readOnly(file);
  }

  @Override
  public boolean mkdirs(Path directory, FsPermission permission) throws IOException {
    throw readOnly(directory);
  }

  private static IOException readOnly(Path path) {
    return new IOException("Cannot write " + path + ": samples are read only");
  }

  /** A file in memory. */
  private static final class Bytes extends FSInputStream {
    private final ByteArrayInputStream in;
    private final int length;

    Bytes(byte[] content) {
      this.in = new ByteArrayInputStream(content);
      this.length = content.length;
    }

    @Override
    public void seek(long position) throws IOException {
      if (position < 0 || position > length) {
        throw new EOFException("Cannot read from " + position + " of " + length);
      }
      in.reset();
      in.skipNBytes(position);
    }

    @Override
    public long getPos() {
      return (long) length - in.available();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public int available() {
      return in.available();
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      return in.read(into, offset, count);
    }
  }
}
