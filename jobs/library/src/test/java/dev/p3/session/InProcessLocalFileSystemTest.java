package dev.p3.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.NativeCodeLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InProcessLocalFileSystemTest {
  @TempDir private Path directory;

  @Test
  void startsNoProcessWhereTheOriginalStartsSome() throws Exception {
    assumeThat(NativeCodeLoader.isNativeCodeLoaded()).as("the original starts none").isFalse();
    FileSystem original = opened(new LocalFileSystem(), "022");
    FileSystem ours = opened(new InProcessLocalFileSystem(), "022");

    assertThat(processesOf(() -> written(original, "original"))).isNotEmpty();
    assertThat(processesOf(() -> written(ours, "ours"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"022", "000", "027", "077"})
  void givesTheSamePermissionsAsTheOriginal(String umask) throws Exception {
    Path original = written(opened(new LocalFileSystem(), umask), "original");
    Path ours = written(opened(new InProcessLocalFileSystem(), umask), "ours");

    for (String made : List.of("", "file", ".file.crc")) {
      assertThat(Files.getPosixFilePermissions(ours.resolve(made)))
          .as("of '%s' with umask %s", made, umask)
          .isEqualTo(Files.getPosixFilePermissions(original.resolve(made)));
    }
  }

  @Test
  void setsTheStickyBit() throws Exception {
    FileSystem ours = opened(new InProcessLocalFileSystem(), "022");
    var path = new org.apache.hadoop.fs.Path(directory.toUri());

    ours.setPermission(path, new FsPermission("1770"));

    assertThat(ours.getFileStatus(path).getPermission()).isEqualTo(new FsPermission("1770"));
  }

  @Test
  void isOfSessionsInOneJvmUnlessSomebodySaysOtherwise() {
    String key = "spark.hadoop.fs.file.impl";

    assertThat(P3Session.settings(Map.of(), Map.of("spark.master", "local[2]")).get(key))
        .isEqualTo(InProcessLocalFileSystem.class.getName());
    assertThat(P3Session.settings(Map.of(), Map.of(key, "other")).get(key)).isEqualTo("other");
    for (String cluster : List.of("local-cluster[1,1,1024]", "spark://host:7077", "yarn")) {
      assertThat(P3Session.settings(Map.of(), Map.of("spark.master", cluster)).contains(key))
          .as(cluster)
          .isFalse();
    }
  }

  private static FileSystem opened(FileSystem system, String umask) throws IOException {
    var configuration = new Configuration();
    configuration.set("fs.permissions.umask-mode", umask);
    system.initialize(FileSystem.getDefaultUri(configuration), configuration);
    return system;
  }

  private Path written(FileSystem system, String name) throws IOException {
    Path made = directory.resolve(name);
    try (var file = system.create(new org.apache.hadoop.fs.Path(made.resolve("file").toUri()))) {
      file.write(1);
    }
    return made;
  }

  private List<RecordedEvent> processesOf(Callable<?> action) throws Exception {
    Path events = Files.createTempFile(directory, "events", ".jfr");
    try (var recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      action.call();
      recording.stop();
      recording.dump(events);
    }
    // Another recording of this JVM may have other events on.
    return RecordingFile.readAllEvents(events).stream()
        .filter(event -> event.getEventType().getName().equals("jdk.ProcessStart"))
        .toList();
  }
}
