package dev.p3.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SampleFileSystemTest {
  private static final Path FILE = new Path("p3-sample:/moby-dick/moby-dick.txt");

  private final SampleFileSystem samples = new SampleFileSystem();
  private byte[] content;

  @BeforeEach
  void open() throws Exception {
    samples.initialize(URI.create("p3-sample:/"), new Configuration(false));
    try (InputStream in = getClass().getResourceAsStream("/samples/moby-dick/moby-dick.txt")) {
      content = in.readAllBytes();
    }
  }

  @Test
  void aFileIsReadFromAnywhereInIt() throws Exception {
    assertThat(samples.getFileStatus(FILE).getLen()).isEqualTo(content.length);
    assertThat(samples.listStatus(FILE)).hasSize(1);
    try (FSDataInputStream in = samples.open(FILE)) {
      in.seek(1000);
      assertThat(in.readByte()).isEqualTo(content[1000]);
      in.seek(3);
      assertThat(in.getPos()).isEqualTo(3);
      var some = new byte[20];
      in.readFully(content.length - 20L, some);
      assertThat(some)
          .isEqualTo(java.util.Arrays.copyOfRange(content, content.length - 20, content.length));
      assertThat(in.getPos()).isEqualTo(3);
      in.seek(content.length);
      assertThat(in.read()).isEqualTo(-1);
      assertThatIOException()
          .isThrownBy(() -> in.seek(content.length + 1L))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void whatIsNotThereIsSaidAndNothingIsWritten() {
    assertThatIOException()
        .isThrownBy(() -> samples.open(new Path("p3-sample:/moby-dick/absent.txt")))
        .isInstanceOf(FileNotFoundException.class)
        .withMessageContaining("moby-dick/absent.txt");
    assertThatIOException()
        .isThrownBy(() -> samples.create(new Path("p3-sample:/new")))
        .withMessageContaining("read only");
    assertThatIOException().isThrownBy(() -> samples.delete(FILE, false));
  }
}
