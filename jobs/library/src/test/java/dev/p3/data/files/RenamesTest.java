package dev.p3.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.data.DataLocation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that two runs give their name, on a store that looks for them once more as it copies. */
@Tag("no-spark")
class RenamesTest {
  private static final DataLocation OUTPUT = DataLocation.parse("csv:/out");

  @TempDir java.nio.file.Path folder;
  private Path from;
  private Path to;

  /** What others do before the file is copied. */
  private interface Others {
    void act() throws IOException;
  }

  /** As S3A, which does not call this a file that is not found. */
  private static final class Store extends FilterFileSystem {
    private final Others others;

    Store(Others others) throws IOException {
      super(new RawLocalFileSystem());
      this.others = others;
      initialize(URI.create("file:///"), new Configuration(false));
    }

    @Override
    public boolean rename(Path source, Path target) throws IOException {
      others.act();
      throw new PathIOException(source.toString(), "File not found during rename");
    }
  }

  @BeforeEach
  void stage() throws IOException {
    from = new Path(Files.writeString(folder.resolve("staged"), "rows").toUri());
    to = new Path(folder.resolve("part").toUri());
  }

  private boolean move(Others others) throws IOException {
    try (var store = new Store(others)) {
      return Renames.moveFile(OUTPUT, store, from, to);
    }
  }

  @Test
  void aFileThatAnotherRunMovedIsThere() throws IOException {
    assertThat(move(() -> Files.move(folder.resolve("staged"), folder.resolve("part")))).isTrue();
    assertThat(folder.resolve("part")).hasContent("rows");
  }

  @Test
  void aFileThatSomebodyDeletedIsNot() throws IOException {
    assertThat(move(() -> Files.delete(folder.resolve("staged")))).isFalse();
  }

  @Test
  void aFaultOfTheStoreIsToldAndTheFileIsWhereItWas() {
    assertThatThrownBy(() -> move(() -> {}))
        .isInstanceOf(PathIOException.class)
        .hasMessageContaining("not found during rename");
    assertThat(folder.resolve("staged")).hasContent("rows");
  }
}
