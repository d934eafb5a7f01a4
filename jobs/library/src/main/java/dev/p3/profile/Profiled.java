package dev.p3.profile;

import dev.p3.data.AtomicFile;
import dev.p3.profile.model.RunProfile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A profile that has ended. As text it is its summary.
 *
 * @param profile all but the stacks
 * @param cpu microseconds of CPU time by stage, function and stack, in the folded format; empty
 *     when nothing was sampled
 * @param allocation bytes, the same
 */
public record Profiled(RunProfile profile, List<String> cpu, List<String> allocation) {
  /** The file of the profile. */
  public static final String JSON = "profile.json";

  /** The file of CPU time by stack. */
  public static final String CPU = "cpu.folded";

  /** The file of allocated bytes by stack. */
  public static final String ALLOCATION = "allocation.folded";

  public Profiled {
    cpu = List.copyOf(cpu);
    allocation = List.copyOf(allocation);
  }

  /** What matters most, in at most ten lines. */
  public List<String> summary() {
    return Summary.of(profile);
  }

  /**
   * Writes {@value #JSON}, {@value #CPU}, {@value #ALLOCATION}, and what each {@link ProfileView}
   * makes, in place of earlier ones. Each file is there whole or not at all.
   *
   * @param directory on any file system; made when it is not there
   */
  public void writeTo(String directory, Configuration hadoop) throws IOException {
    var folder = new Path(directory);
    FileSystem storage = folder.getFileSystem(hadoop);
    if (storage.getUri().getScheme().equals("file")) {
      java.nio.file.Path local =
          Files.createDirectories(java.nio.file.Path.of(path(storage, folder)));
      writeFiles((name, content) -> replace(local.resolve(name), content));
    } else {
      storage.mkdirs(folder);
      writeFiles(
          (name, content) -> {
            var file = new Path(folder, name);
            storage.delete(file, false);
            AtomicFile.create(storage, file, content);
          });
    }
  }

  private static String path(FileSystem storage, Path folder) {
    return storage.makeQualified(folder).toUri().getPath();
  }

  @FunctionalInterface
  private interface Writer {
    void write(String name, AtomicFile.Content content) throws IOException;
  }

  private void writeFiles(Writer writer) throws IOException {
    writer.write(JSON, profile::writeTo);
    writer.write(CPU, out -> writeLines(cpu, out));
    writer.write(ALLOCATION, out -> writeLines(allocation, out));
    for (ProfileView view :
        ServiceLoader.load(ProfileView.class, ProfileView.class.getClassLoader())) {
      writer.write(view.fileName(), out -> view.write(this, out));
    }
  }

  private static void replace(java.nio.file.Path file, AtomicFile.Content content)
      throws IOException {
    java.nio.file.Path unfinished =
        Files.createTempFile(file.getParent(), "." + file.getFileName(), "");
    try {
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        content.writeTo(out);
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void writeLines(List<String> lines, OutputStream out) throws IOException {
    var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    for (String line : lines) {
      writer.write(line);
      writer.write('\n');
    }
    writer.flush();
  }

  @Override
  public String toString() {
    return String.join("\n", summary());
  }
}
